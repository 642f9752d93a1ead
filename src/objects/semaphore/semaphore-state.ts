import { z } from 'zod';
import { SLOT_LEASE_MS } from '../../adapters/semaphore.ts';
import { StepMessage } from '../../domain/queue-messages.ts';
import { type ObjectSql, readRows } from '../storage.ts';

/** How long a slot that was granted to a waiting task is kept for it: its message may have to wait in its queue. */
const GRANTED_MS = 5 * 60_000;

const TABLES = [
  'CREATE TABLE IF NOT EXISTS slots (task TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID',
  `CREATE TABLE IF NOT EXISTS waiting (place INTEGER PRIMARY KEY AUTOINCREMENT, task TEXT NOT NULL UNIQUE,
    urgency INTEGER NOT NULL, message TEXT NOT NULL)`,
  'CREATE INDEX IF NOT EXISTS waiting_order ON waiting (urgency, place)',
];

const Waiting = z.object({
  task: z.string(),
  message: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(StepMessage),
});

const Expiry = z.object({ until: z.int().nullable() });
const Count = z.object({ n: z.int() });

/**
 * Which tasks of one account hold a slot, at most `limit` at a time, and which wait for one. Calls that were begun are
 * finished first: analyses go before transcriptions; of each kind, first come, first served. Times: milliseconds since 1970.
 */
export class SemaphoreState {
  readonly #sql: ObjectSql;
  readonly #limit: number;

  constructor(sql: ObjectSql, limit: number) {
    this.#sql = sql;
    this.#limit = limit;
    for (const table of TABLES) sql.exec(table);
  }

  /** Whether the task has a slot, for `SLOT_LEASE_MS`; asking again prolongs it. Nobody overtakes a waiting task. */
  acquire(message: StepMessage, nowMs: number): boolean {
    const task = nameOf(message);
    this.#dropExpired(nowMs);
    const granted = this.#isHolder(task) || (!this.#isAnyWaiting() && this.#free() > 0);
    if (granted) this.#hold(task, nowMs + SLOT_LEASE_MS);
    return granted;
  }

  /** The task waits for a slot, unless it has one or waits already. */
  enqueue(message: StepMessage): void {
    const task = nameOf(message);
    if (this.#isHolder(task)) return;
    const urgency = message.step === 'analyse' ? 0 : 1;
    this.#sql.exec(
      'INSERT INTO waiting (task, urgency, message) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      task,
      urgency,
      JSON.stringify(message),
    );
  }

  /** The task neither holds nor waits for a slot any more. Changes nothing where it did not. */
  release(message: StepMessage): void {
    const task = nameOf(message);
    this.#sql.exec('DELETE FROM slots WHERE task = ?', task);
    this.#sql.exec('DELETE FROM waiting WHERE task = ?', task);
  }

  /** Grants free slots to the tasks that come next, and returns their messages. */
  grantNext(nowMs: number): StepMessage[] {
    this.#dropExpired(nowMs);
    const free = Math.max(0, this.#free());
    const query = 'SELECT task, message FROM waiting ORDER BY urgency, place LIMIT ?';
    return readRows(this.#sql, Waiting, query, free).map(({ task, message }) => {
      this.#hold(task, nowMs + GRANTED_MS);
      this.#sql.exec('DELETE FROM waiting WHERE task = ?', task);
      return message;
    });
  }

  /** When the next slot is free at the latest; `null` while none is held. */
  earliestExpiry(): number | null {
    const [row] = readRows(this.#sql, Expiry, 'SELECT min(until) AS until FROM slots');
    return row?.until ?? null;
  }

  #isHolder(task: string): boolean {
    return this.#count('SELECT count(*) AS n FROM slots WHERE task = ?', task) > 0;
  }

  #isAnyWaiting(): boolean {
    return this.#count('SELECT EXISTS (SELECT 1 FROM waiting) AS n') > 0;
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
    const [row] = readRows(this.#sql, Count, query, ...bindings);
    return row?.n ?? 0;
  }
}

function nameOf({ analysisId, step, chunk }: StepMessage): string {
  return chunk === undefined ? `${analysisId}/${step}` : `${analysisId}/${step}/${chunk}`;
}
