import { z } from 'zod';
import { Failure } from '../../domain/analysis.ts';
import {
  type BatchItem,
  type ItemCounts,
  type ItemEnd,
  type ItemPage,
  ItemStatus,
  type NewItem,
  type RejectedItem,
} from '../../domain/batch.ts';
import { type ObjectSql, readRows } from '../storage.ts';

/** Costs are stored as whole ten-thousandths of a cent: they add up without error. */
const COST_UNITS = 10_000;
const TABLES = `
  CREATE TABLE IF NOT EXISTS items (position INTEGER PRIMARY KEY, analysis_id TEXT,
    started INTEGER NOT NULL DEFAULT 0, status TEXT NOT NULL, error TEXT, cost INTEGER);
  CREATE TABLE IF NOT EXISTS tallies (status TEXT PRIMARY KEY, items INTEGER NOT NULL, cost INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TRIGGER IF NOT EXISTS item_added AFTER INSERT ON items BEGIN
    INSERT INTO tallies VALUES (new.status, 1, coalesce(new.cost, 0))
      ON CONFLICT DO UPDATE SET items = items + 1, cost = cost + excluded.cost;
  END;
  CREATE TRIGGER IF NOT EXISTS item_changed AFTER UPDATE ON items BEGIN
    UPDATE tallies SET items = items - 1, cost = cost - coalesce(old.cost, 0) WHERE status = old.status;
    INSERT INTO tallies VALUES (new.status, 1, coalesce(new.cost, 0))
      ON CONFLICT DO UPDATE SET items = items + 1, cost = cost + excluded.cost;
  END;`;

const PlaceRow = z.object({ position: z.int(), analysis_id: z.string() });
const TallyRow = z.object({ status: ItemStatus, items: z.int(), cost: z.int() });
const ItemRow = z
  .object({
    position: z.int(),
    analysis_id: z.string().nullable(),
    started: z.int(),
    status: ItemStatus,
    error: z
      .string()
      .transform((text): unknown => JSON.parse(text))
      .pipe(Failure)
      .nullable(),
    cost: z.int().nullable(),
  })
  .transform(({ position, analysis_id: analysisId, started, status, error, cost }): BatchItem => {
    const costUsdCents = cost === null ? null : cost / COST_UNITS;
    return { index: position, status, analysisId: started === 1 ? analysisId : null, error, costUsdCents };
  });

/** Positions from `first` to `last`, inclusive. */
export interface PositionRange {
  readonly first: number;
  readonly last: number;
}

/** The items of one batch. Triggers count them: no reader walks over all of them. */
export class BatchItems {
  readonly #sql: ObjectSql;

  constructor(sql: ObjectSql) {
    this.#sql = sql;
  }

  create(): void {
    this.#sql.exec(TABLES);
  }

  /** One statement for all of them; those that are there already stay as they are. */
  add(items: readonly NewItem[]): void {
    const rows = items.map(({ index, analysisId, error }) => ({
      index,
      analysisId,
      status: error ? 'rejected' : 'waiting',
      error: error && JSON.stringify(error),
    }));
    this.#sql.exec(
      `INSERT INTO items (position, analysis_id, status, error)
        SELECT value ->> 'index', value ->> 'analysisId', value ->> 'status', value ->> 'error' FROM json_each(?)
        WHERE true ON CONFLICT DO NOTHING`,
      JSON.stringify(rows),
    );
  }

  /** The positions that are still `waiting` have become analyses, but for the rejected ones. */
  accepted({ first, last }: PositionRange, rejected: readonly RejectedItem[]): void {
    for (const { index, error } of rejected)
      this.#endWaiting({ first: index, last: index }, 'rejected', error);
    this.#sql.exec(
      `UPDATE items SET status = 'running', started = 1 WHERE position BETWEEN ? AND ? AND status = 'waiting'`,
      first,
      last,
    );
  }

  cancelWaiting(span: PositionRange): void {
    this.#endWaiting(span, 'cancelled', null);
  }

  failWaiting(span: PositionRange, error: Failure): void {
    this.#endWaiting(span, 'failed', error);
  }

  /** Repeated, it changes nothing; an analysis that was retried ends again, perhaps otherwise. */
  end({ index, status, costUsdCents }: ItemEnd): void {
    const cost = costUsdCents === null ? null : Math.round(costUsdCents * COST_UNITS);
    this.#sql.exec(
      `UPDATE items SET status = ?1, cost = ?2, started = 1, error = NULL
        WHERE position = ?3 AND (status <> ?1 OR cost IS NOT ?2)`,
      status,
      cost,
      index,
    );
  }

  /** The positions within the span that have this status, and their analyses. */
  of({ first, last }: PositionRange, status: ItemStatus): { index: number; analysisId: string }[] {
    const query = 'SELECT position, analysis_id FROM items WHERE position BETWEEN ? AND ? AND status = ?';
    return readRows(this.#sql, PlaceRow, query, first, last, status).map((row) => ({
      index: row.position,
      analysisId: row.analysis_id,
    }));
  }

  /** Those after position `after`, in order. */
  page({ after, limit, status }: ItemPage): BatchItem[] {
    const query =
      'SELECT * FROM items WHERE position > ?1 AND (?2 IS NULL OR status = ?2) ORDER BY position LIMIT ?3';
    return readRows(this.#sql, ItemRow, query, after, status, limit);
  }

  tally(): { counts: ItemCounts; costUsdCents: number } {
    const rows = readRows(this.#sql, TallyRow, 'SELECT * FROM tallies');
    const countOf = (status: ItemStatus) => rows.find((row) => row.status === status)?.items ?? 0;
    const [waiting, running, completed] = [countOf('waiting'), countOf('running'), countOf('completed')];
    const [failed, cancelled, rejected] = [countOf('failed'), countOf('cancelled'), countOf('rejected')];
    return {
      counts: { waiting, running, completed, failed, cancelled, rejected },
      costUsdCents: rows.reduce((sum, { cost }) => sum + cost, 0) / COST_UNITS,
    };
  }

  #endWaiting({ first, last }: PositionRange, status: ItemStatus, error: Failure | null): void {
    this.#sql.exec(
      `UPDATE items SET status = ?, error = ?
        WHERE position BETWEEN ? AND ? AND status = 'waiting'`,
      status,
      error && JSON.stringify(error),
      first,
      last,
    );
  }
}
