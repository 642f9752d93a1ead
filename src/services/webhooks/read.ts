import { Fault } from '../../domain/fault.ts';
import { decodeCursor, encodeCursor, type PagePosition } from '../../domain/page-cursor.ts';
import { requireScope } from '../../domain/principal.ts';
import type { Webhook } from '../../domain/webhook.ts';
import type { Context } from '../deps.ts';

export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** `null` on the last page. */
  readonly nextCursor: string | null;
}

/** The endpoints of the caller's account and mode, newest first. Throws `invalid_request`. */
export async function listWebhooks({ deps, principal }: Context, page: PageRequest): Promise<Page<Webhook>> {
  requireScope(principal, 'read');
  const book = deps.webhookBook(principal.accountId, principal.livemode);
  return toPage(page, (limit, after) => book.list(limit, after));
}

/** Throws `webhook_not_found`. */
export async function readWebhook({ deps, principal }: Context, id: string): Promise<Webhook> {
  requireScope(principal, 'read');
  const found = await deps.webhookBook(principal.accountId, principal.livemode).find(id);
  if (!found) throw new Fault('webhook_not_found', undefined, { id });
  return found.webhook;
}

/** One row more than asked for is read: it tells whether there is another page. */
export async function toPage<Row extends PagePosition>(
  { limit, cursor }: PageRequest,
  read: (limit: number, after: PagePosition | null) => Promise<Row[]>,
): Promise<Page<Row>> {
  const found = await read(limit + 1, cursor === undefined ? null : decodeCursor(cursor));
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, nextCursor: found.length > limit && last ? encodeCursor(last) : null };
}
