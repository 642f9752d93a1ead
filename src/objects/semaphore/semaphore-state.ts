import type { StepMessage } from '../../domain/queue-messages.ts';
import { SLOT_LEASE_MS } from '../../adapters/semaphore.ts';

/** A slot is kept this long for a task that was called out of the line: its message may have to wait in its queue. */
const GRANTED_MS = 5 * 60_000;

const TABLES = [
  'CREATE TABLE IF NOT EXISTS slots (task TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID',
  `CREATE TABLE IF NOT EXISTS line (place INTEGER PRIMARY KEY AUTOINCREMENT, task TEXT NOT NULL UNIQUE,
    urgency INTEGER NOT NULL, message TEXT NOT NULL)`,
  'CREATE INDEX IF NOT EXISTS line_order ON line (urgency, place)',
];

/** The part of an object's database that is used. */
export interface SemaphoreSql {
  exec(query: string, ...bindings: (string | number)[]): { toArray(): Record<string, unknown>[] };
}

/**
 * Who asks models on behalf of one account, at most `limit` tasks at a time, and who waits for it. What was begun is
 * finished first: judgements go before transcriptions; of each kind, who came first. Times: milliseconds since 1970.
 */
export class SemaphoreState {
  readonly #sql: SemaphoreSql;
  readonly #limit: number;

  constructor(sql: SemaphoreSql, limit: number) {
    this.#sql = sql;
    this.#limit = limit;
    for (const table of TABLES) sql.exec(table);
  }

  /** Whether the task has a slot now, for `SLOT_LEASE_MS`; asking again prolongs it. Nobody gets past those who wait. */
  acquire(message: StepMessage, nowMs: number): boolean {
    const task = nameOf(message);
    this.#dropExpired(nowMs);
    const granted = this.#isHolder(task) || (!this.#isWaitedFor() && this.#free() > 0);
    if (granted) this.#hold(task, nowMs + SLOT_LEASE_MS);
    return granted;
  }

  /** The task waits to be called, unless it has a slot or waits already. */
  enqueue(message: StepMessage): void {
    const task = nameOf(message);
    if (this.#isHolder(task)) return;
    const urgency = message.step === 'analyse' ? 0 : 1;
    this.#sql.exec(
      'INSERT INTO line (task, urgency, message) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      task,
      urgency,
      JSON.stringify(message),
    );
  }

  /** The task needs its slot no more, and does not wait for one. Changes nothing where it had none. */
  release(message: StepMessage): void {
    const task = nameOf(message);
    this.#sql.exec('DELETE FROM slots WHERE task = ?', task);
    this.#sql.exec('DELETE FROM line WHERE task = ?', task);
  }

  /** Gives free slots to those who come next in line, and answers whom. */
  grantNext(nowMs: number): StepMessage[] {
    this.#dropExpired(nowMs);
    const next = this.#sql
      .exec('SELECT task, message FROM line ORDER BY urgency, place LIMIT ?', Math.max(0, this.#free()))
      .toArray();
    return next.map(({ task, message }) => {
      this.#hold(String(task), nowMs + GRANTED_MS);
      this.#sql.exec('DELETE FROM line WHERE task = ?', String(task));
      const called: StepMessage = JSON.parse(String(message));
      return called;
    });
  }

  /** When a slot is free at the latest; `null` while none is held. */
  earliestExpiry(): number | null {
    const [row] = this.#sql.exec('SELECT min(until) AS n FROM slots').toArray();
    return typeof row?.['n'] === 'number' ? row['n'] : null;
  }

  #isHolder(task: string): boolean {
    return this.#count('SELECT count(*) AS n FROM slots WHERE task = ?', task) > 0;
  }

  #isWaitedFor(): boolean {
    return this.#count('SELECT EXISTS (SELECT 1 FROM line) AS n') > 0;
  }

  #free(): number {
    return this.#limit - this.#count('SELECT count(*) AS n FROM slots');
  }

  #hold(task: string, until: number): void {
    this.#sql.exec(
      'INSERT INTO slots VALUES (?, ?) ON CONFLICT DO UPDATE SET until = excluded.until',
      task,
      until,
    );
  }

  #dropExpired(nowMs: number): void {
    this.#sql.exec('DELETE FROM slots WHERE until <= ?', nowMs);
  }

  #count(query: string, ...bindings: string[]): number {
    return Number(this.#sql.exec(query, ...bindings).toArray()[0]?.['n'] ?? 0);
  }
}

function nameOf({ analysisId, step, chunk }: StepMessage): string {
  return chunk === undefined ? `${analysisId}/${step}` : `${analysisId}/${step}/${chunk}`;
}
