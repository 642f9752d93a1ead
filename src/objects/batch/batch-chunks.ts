import type { PositionRange } from './batch-items.ts';

export interface Chunk extends PositionRange {
  readonly number: number;
  readonly done: boolean;
  /** How often a worker took it. */
  readonly takes: number;
  /** Until when a worker holds it, milliseconds since 1970; 0 while nobody does. */
  readonly leaseUntil: number;
}

type ChunkRow = {
  number: number;
  first: number;
  last: number;
  done: number;
  takes: number;
  lease_until: number;
};

const TABLE = `CREATE TABLE IF NOT EXISTS chunks (number INTEGER PRIMARY KEY, first INTEGER NOT NULL,
  last INTEGER NOT NULL, done INTEGER NOT NULL, takes INTEGER NOT NULL, lease_until INTEGER NOT NULL)`;

/** The chunks that the items of one batch are stored in, and which of them have become analyses. */
export class ChunkBoard {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  create(): void {
    this.#sql.exec(TABLE);
  }

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
    const [row] = this.#sql.exec<ChunkRow>('SELECT * FROM chunks WHERE number = ?', number);
    return row ? toChunk(row) : null;
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

  /** Those that nobody holds and that have items which are not analyses yet. */
  waiting(nowMs: number): number[] {
    const rows = this.#sql.exec<{ number: number }>(
      'SELECT number FROM chunks WHERE done = 0 AND lease_until <= ? ORDER BY number',
      nowMs,
    );
    return [...rows].map(({ number }) => number);
  }

  /** Those that have items with analyses that are not final. */
  running(): number[] {
    const rows = this.#sql.exec<{ number: number }>(
      `SELECT number FROM chunks WHERE done = 1 AND EXISTS
        (SELECT 1 FROM items WHERE position BETWEEN first AND last AND status = 'running') ORDER BY number`,
    );
    return [...rows].map(({ number }) => number);
  }

  /** Whether items are left that are not analyses yet. */
  hasOpen(): boolean {
    return [...this.#sql.exec('SELECT 1 FROM chunks WHERE done = 0 LIMIT 1')].length > 0;
  }

  numbers(): number[] {
    return [...this.#sql.exec<{ number: number }>('SELECT number FROM chunks')].map(({ number }) => number);
  }
}

function toChunk({ number, first, last, done, takes, lease_until: leaseUntil }: ChunkRow): Chunk {
  return { number, first, last, done: done === 1, takes, leaseUntil };
}
