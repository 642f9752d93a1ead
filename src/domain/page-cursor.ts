import { z } from 'zod';
import { Fault } from './errors.ts';

/** The last row of a page that is sorted by creation time and id. `createdAt`: milliseconds since 1970-01-01 UTC. */
export interface PagePosition {
  readonly createdAt: number;
  readonly id: string;
}

const Encoded = z.tuple([z.int().nonnegative(), z.string().min(1).max(100)]);

/** Opaque text for `next_cursor`: base64url of `[createdAt, id]`, whose characters are all ASCII. */
export function encodeCursor({ createdAt, id }: PagePosition): string {
  return btoa(JSON.stringify([createdAt, id]))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** Throws `invalid_request` for anything that `encodeCursor` did not make. */
export function decodeCursor(cursor: string): PagePosition {
  const parsed = Encoded.safeParse(parse(cursor));
  if (!parsed.success) {
    throw new Fault('invalid_request', 'Field "cursor": use the "next_cursor" of the page before.', {
      field: 'cursor',
    });
  }
  const [createdAt, id] = parsed.data;
  return { createdAt, id };
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(atob(cursor.replaceAll('-', '+').replaceAll('_', '/')));
  } catch {
    return null;
  }
}

/** An entry of a list with its place in it; `row` is `null` where it cannot be read, whatever it holds. */
export interface Entry<Row> {
  readonly at: PagePosition;
  readonly row: Row | null;
}

/** The rows of entries that can be read. */
export function readableRows<Row>(entries: readonly Entry<Row>[]): Row[] {
  return entries.flatMap(({ row }) => (row === null ? [] : [row]));
}

export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Continues after the last row; `null` on the last page. */
  readonly nextCursor: string | null;
}

/**
 * Reads one entry more than asked for, to tell whether there is another page. One that cannot be read is left out and hides no
 * other. Throws `invalid_request` for a broken cursor.
 */
export async function readPage<Row>(
  { limit, cursor }: PageRequest,
  read: (limit: number, after: PagePosition | null) => Promise<readonly Entry<Row>[]>,
): Promise<Page<Row>> {
  const found = await read(limit + 1, cursor === undefined ? null : decodeCursor(cursor));
  const entries = found.slice(0, limit);
  const last = entries.at(-1)?.at;
  return {
    rows: readableRows(entries),
    nextCursor: found.length > limit && last ? encodeCursor(last) : null,
  };
}
