/** Work that runs once at a time: who asks meanwhile waits for the run under way. */
export class SingleRun {
  #running: Promise<void> | null = null;

  run(work: () => Promise<void>): Promise<void> {
    this.#running ??= work().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** Resolves when no run is under way. */
  async idle(): Promise<void> {
    await this.#running;
  }
}
