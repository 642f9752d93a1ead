import { type ChildProcess, spawn } from 'node:child_process';
import { forEachLine, LastLines } from './lines.ts';
import { type OrphanGuard, startOrphanGuard } from './orphan-guard.ts';
import { endGroups } from './process-groups.ts';
import { StartError } from './start-error.ts';

const GRACE_MS = 4000;
const KEPT_LINES = 15;

/** A Node program to run as a child. */
export interface ChildSpec {
  /** What people call it. */
  readonly title: string;
  /** Program file and its arguments. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Rewrites a line of output for people; `null` drops it. */
  readonly tidy: (line: string) => string | null;
  readonly onLine: (line: string) => void;
}

/** The child processes of one system. Each leads its own process group, so that its descendants end with it. */
export class Children {
  /** Resolves after `stop`; rejects with `StartError` when a child that should stay up has ended before. */
  readonly exited: Promise<void>;
  readonly #guard: OrphanGuard = startOrphanGuard();
  readonly #groupIds = new Set<number>();
  readonly #fail: (error: StartError) => void;
  readonly #settle: () => void;
  #stopping: Promise<void> | null = null;

  constructor() {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.exited = promise;
    this.exited.catch(() => {});
    this.#settle = resolve;
    this.#fail = reject;
  }

  /** Starts a program that stays up until `stop`. */
  start(spec: ChildSpec): void {
    this.#spawn(spec).then(
      (ending) => {
        const reason = `${spec.title} ended unexpectedly (${ending.how}).${ending.output}`;
        if (!this.#stopping) this.#fail(new StartError(reason));
      },
      (error: Error) => this.#fail(new StartError(`${spec.title} could not be started: ${error.message}`)),
    );
  }

  /** Runs a program to its end. Throws `StartError` unless it exits with 0. */
  async run(spec: ChildSpec): Promise<void> {
    const ending = await this.#spawn(spec);
    if (ending.how !== 'exit code 0')
      throw new StartError(`${spec.title} failed (${ending.how}).${ending.output}`);
  }

  /** Ends every child and its descendants; resolves when they are gone. `graceMs` 0 kills at once. */
  stop(graceMs: number = GRACE_MS): Promise<void> {
    this.#stopping ??= endGroups([...this.#groupIds], graceMs).then(() => {
      this.#guard.close();
      this.#settle();
    });
    return this.#stopping;
  }

  async #spawn(spec: ChildSpec): Promise<{ how: string; output: string }> {
    if (this.#stopping) throw new StartError('The system is stopping.');
    const child = spawn(process.execPath, spec.args, {
      cwd: spec.cwd,
      env: spec.env,
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    });
    const lines = listen(child, spec);
    const { pid } = child;
    if (pid !== undefined) {
      this.#groupIds.add(pid);
      this.#guard.watch(pid);
    }
    const how = await ending(child);
    if (pid !== undefined && !this.#stopping) await this.#forget(pid);
    return { how, output: lines.isEmpty ? '' : ` Its last lines:\n${lines.text}` };
  }

  async #forget(groupId: number): Promise<void> {
    await endGroups([groupId], GRACE_MS);
    this.#groupIds.delete(groupId);
    this.#guard.release(groupId);
  }
}

function listen(child: ChildProcess, spec: ChildSpec): LastLines {
  const lines = new LastLines(KEPT_LINES);
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    forEachLine(stream, (raw) => {
      const line = spec.tidy(raw);
      if (line === null) return;
      lines.add(line);
      spec.onLine(line);
    });
  }
  return lines;
}

function ending(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(signal === null ? `exit code ${code}` : signal));
  });
}
