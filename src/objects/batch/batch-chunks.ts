import { z } from 'zod';
import { type ObjectSql, readRows } from '../storage.ts';
import type { PositionRange } from './batch-items.ts';

const TABLE = `CREATE TABLE IF NOT EXISTS chunks (number INTEGER PRIMARY KEY, first INTEGER NOT NULL,
  last INTEGER NOT NULL, done INTEGER NOT NULL, takes INTEGER NOT NULL, lease_until INTEGER NOT NULL)`;

const Position = z.int().nonnegative();
const ItemsRow = z.object({ items: z.number() });
const NumberRow = z.object({ number: Position });
const ChunkRow = z
  .object({
    number: Position,
    first: Position,
    last: Position,
    done: z.int(),
    takes: z.int(),
    lease_until: z.int(),
  })
  .transform(({ done, lease_until: leaseUntil, ...row }): Chunk => ({
    ...row,
    done: done === 1,
    leaseUntil,
  }));

export interface Chunk extends PositionRange {
  readonly number: number;
  readonly done: boolean;
  /** How often a worker took it. */
  readonly takes: number;
  /** Until when a worker holds it, milliseconds since 1970-01-01 UTC; 0 while nobody does. */
  readonly leaseUntil: number;
}

/** The chunks that the items of one batch are stored in, and which of them have become analyses. */
export class BatchChunks {
  readonly #sql: ObjectSql;

  constructor(sql: ObjectSql) {
    this.#sql = sql;
  }

  create(): void {
    this.#sql.exec(TABLE);
  }

  /** Changes nothing where the chunk was added before. `done`: none of its items is to become an analysis. */
  add({ number, first, last }: Pick<Chunk, 'number' | 'first' | 'last'>, done: boolean): void {
    this.#sql.exec(
      'INSERT INTO chunks VALUES (?, ?, ?, ?, 0, 0) ON CONFLICT DO NOTHING',
      number,
      first,
      last,
      Number(done),
    );
  }

  find(number: number): Chunk | null {
    const [chunk] = readRows(this.#sql, ChunkRow, 'SELECT * FROM chunks WHERE number = ?', number);
    return chunk ?? null;
  }

  lease(number: number, until: number): void {
    this.#sql.exec('UPDATE chunks SET takes = takes + 1, lease_until = ? WHERE number = ?', until, number);
  }

  release(number: number): void {
    this.#sql.exec('UPDATE chunks SET lease_until = 0 WHERE number = ?', number);
  }

  finish(number: number): void {
    this.#sql.exec('UPDATE chunks SET done = 1, lease_until = 0 WHERE number = ?', number);
  }

  /** Those before `end` that nobody holds and that have items which are not analyses yet. */
  waiting(nowMs: number, end: number): number[] {
    return this.#numbers(
      'SELECT number FROM chunks WHERE done = 0 AND lease_until <= ? AND number < ? ORDER BY number',
      nowMs,
      end,
    );
  }

  /** Number of items in chunks before `end` that have not become analyses yet. */
  waitingItems(end: number): number {
    const query = 'SELECT total(last - first + 1) AS items FROM chunks WHERE done = 0 AND number < ?';
    return readRows(this.#sql, ItemsRow, query, end)[0]?.items ?? 0;
  }

  /** The first from `start` on that has items which are not analyses yet. */
  next(start: number): Chunk | null {
    const query = 'SELECT * FROM chunks WHERE done = 0 AND number >= ? ORDER BY number LIMIT 1';
    return readRows(this.#sql, ChunkRow, query, start)[0] ?? null;
  }

  /** Those that have items with analyses that are not final. */
  running(): number[] {
    return this.#numbers(
      `SELECT number FROM chunks WHERE done = 1 AND EXISTS
        (SELECT 1 FROM items WHERE position BETWEEN first AND last AND status = 'running') ORDER BY number`,
    );
  }

  all(): number[] {
    return this.#numbers('SELECT number FROM chunks');
  }

  #numbers(query: string, ...bindings: number[]): number[] {
    return readRows(this.#sql, NumberRow, query, ...bindings).map(({ number }) => number);
  }
}
