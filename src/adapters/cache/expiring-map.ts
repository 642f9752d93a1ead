interface Entry<Value> {
  readonly value: Value;
  readonly expiresAt: number;
}

/** What one isolate remembers for a while. Holds at most `capacity` entries: the oldest make room. */
export class ExpiringMap<Value> {
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(key: string, nowMs: number): Value | undefined {
    const entry = this.#entries.get(key);
    return entry && nowMs < entry.expiresAt ? entry.value : undefined;
  }

  /** Whether there is a value, expired or not: one that had to make room is forgotten. */
  remembers(key: string): boolean {
    return this.#entries.has(key);
  }

  set(key: string, value: Value, expiresAt: number): void {
    this.#entries.delete(key);
    this.#entries.set(key, { value, expiresAt });
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.#capacity && oldest !== undefined) this.#entries.delete(oldest);
  }

  /** Forgets every value that `matches`. */
  deleteWhere(matches: (value: Value) => boolean): void {
    for (const [key, { value }] of this.#entries) if (matches(value)) this.#entries.delete(key);
  }
}
