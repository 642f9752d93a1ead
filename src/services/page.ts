import { decodeCursor, encodeCursor, type PagePosition } from '../domain/page-cursor.ts';

export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Continues after the last row; `null` on the last page. */
  readonly nextCursor: string | null;
}

/** Reads one row more than asked for, to tell whether there is another page. Throws `invalid_request` for a broken cursor. */
export async function readPage<Row extends PagePosition>(
  { limit, cursor }: PageRequest,
  read: (limit: number, after: PagePosition | null) => Promise<readonly Row[]>,
): Promise<Page<Row>> {
  const found = await read(limit + 1, cursor === undefined ? null : decodeCursor(cursor));
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, nextCursor: found.length > limit && last ? encodeCursor(last) : null };
}
