import { z } from 'zod';
import { describeError } from '../adapters/log.ts';
import type { AnalysisRef } from '../adapters/storage/ports.ts';
import type { ExpiredUpload } from '../db/uploads.ts';
import { DELIVERIES_KEPT_MS } from '../domain/delivery.ts';
import { type SweepMessage, SweepName } from '../domain/queue-messages.ts';
import type { Deps } from './deps.ts';

/**
 * Looks at a bounded part of what comes after a position, `''` at the beginning. Answers how far it came; `null`: to the end.
 * Doing it twice changes nothing. What cannot be removed is logged and left for the next night: it holds up nothing behind it.
 */
type Page = (deps: Deps, after: string) => Promise<string | null>;

const SWEEPS: Readonly<Record<SweepName, Page>> = {
  contents: sweepContents,
  deliveries: sweepDeliveries,
  rejected: sweepRejected,
  uploads: sweepUploads,
};

const PAGES_PER_MESSAGE = 4;
/** Messages that are due together may share an invocation, and what it may do. */
const SECONDS_BETWEEN_STARTS = 60;

/** Begins every sweep, or has it go on where it stopped. Each goes on by messages of its own, until it is at its end. */
export async function startSweeps({ sweepQueue, log }: Pick<Deps, 'sweepQueue' | 'log'>): Promise<void> {
  const start = (sweep: SweepName, index: number) =>
    sweepQueue
      .enqueue({ version: 1, sweep }, index * SECONDS_BETWEEN_STARTS)
      .catch((error: unknown) => log.error('sweep.not_started', { sweep, ...describeError(error) }));
  await Promise.all(SweepName.options.map(start));
}

/**
 * Works on a few pages and sends the next message. Of several messages about one sweep, those that find that it is further than
 * when they were sent end there, so one is left. One that is retried goes on: it may not have come to sending the next.
 */
export async function runSweep(
  deps: Deps,
  { sweep, after }: SweepMessage,
  attempts: number,
): Promise<'done'> {
  const position = await deps.sweeps.position(sweep);
  if (after !== undefined && after !== position && attempts === 1) return 'done';
  let next: string | null = position;
  for (let page = 0; page < PAGES_PER_MESSAGE && next !== null; page += 1)
    next = await SWEEPS[sweep](deps, next);
  const hasMoved = await deps.sweeps.move(sweep, position, next ?? '');
  if (hasMoved && next !== null) await deps.sweepQueue.enqueue({ version: 1, sweep, after: next });
  return 'done';
}

/** The queue gave up on it. The next night goes on where it stopped. */
export function abandonSweep({ log }: Pick<Deps, 'log'>, { sweep }: SweepMessage): void {
  log.error('sweep.abandoned', { sweep });
}

/** Does something for each, one after the other; what fails is logged and left as it is. */
async function forEach<Item>(
  { log }: Pick<Deps, 'log'>,
  sweep: SweepName,
  items: Iterable<Item>,
  run: (item: Item) => Promise<unknown>,
): Promise<void> {
  for (const item of items)
    await run(item).catch((error: unknown) => log.error('sweep.left', { sweep, ...describeError(error) }));
}

const CONTENTS_PER_PAGE = 500;
/** Content that was stored lately may belong to an upload that waits a day, or to a submission that is being accepted. */
const CONTENT_GRACE_MS = 25 * 60 * 60 * 1000;

/**
 * Removes stored content that no analysis has: a submission that broke off before its object was made left it behind, or a
 * worker that stored something after the deletion.
 */
async function sweepContents(deps: Deps, after: string): Promise<string | null> {
  const { contents, next } = await deps.contents.list(after, CONTENTS_PER_PAGE);
  const old = contents.filter(({ storedAt }) => storedAt < deps.clock.now() - CONTENT_GRACE_MS);
  const refs = old.map(({ ref }) => ref).filter((ref) => ref !== null);
  const byAccount = Map.groupBy(refs, ({ accountId }) => accountId);
  await forEach(deps, 'contents', byAccount, ([accountId, ofAccount]) =>
    purgeOrphans(deps, accountId, ofAccount),
  );
  const byBatch = Map.groupBy(old, ({ batchId }) => batchId);
  await forEach(deps, 'contents', byBatch, async ([batchId, objects]) => {
    if (batchId === null) return;
    const state = await deps.batchObjects.read(batchId);
    if (state === null || state.batch.completedAt !== null)
      await deps.contents.remove(objects.map(({ key }) => key));
  });
  return next;
}

/** Purges those that have neither a row nor an object. */
async function purgeOrphans(deps: Deps, accountId: string, refs: readonly AnalysisRef[]): Promise<void> {
  const ids = [...new Set(refs.map(({ id }) => id))];
  const existing = await deps.sweeps.existing(accountId, ids);
  const rowless = ids.filter((id) => !existing.has(id));
  await forEach(deps, 'contents', rowless, async (id) => {
    if ((await deps.analysisObjects.read(id)) !== null) return;
    await deps.contents.purge({ accountId, id });
    deps.log.info('sweep.orphan_removed', { analysis: id });
  });
}

const UPLOADS_PER_PAGE = 100;
/** A submission that found its upload in time has this long to make its analysis. */
const UPLOAD_GRACE_MS = 60 * 60 * 1000;
const UploadPosition = z.strictObject({ expiresAt: z.int(), id: z.string() });

/** Removes uploads that expired at least an hour ago, with their content unless an analysis has it. */
async function sweepUploads(deps: Deps, after: string): Promise<string | null> {
  const position = after === '' ? null : UploadPosition.parse(JSON.parse(after));
  const before = deps.clock.now() - UPLOAD_GRACE_MS;
  const expired = await deps.expiredUploads.list(before, UPLOADS_PER_PAGE, position);
  await forEach(deps, 'uploads', expired, async (upload) => {
    if (!(await isUsed(deps, upload))) await removeContent(deps, upload);
    await deps.expiredUploads.remove(upload.id);
  });
  const last = expired.length < UPLOADS_PER_PAGE ? undefined : expired.at(-1);
  return last ? JSON.stringify({ expiresAt: last.expiresAt, id: last.id }) : null;
}

/** Whether there is an analysis. A submission that was cut off may have made it without marking the upload. */
async function isUsed(
  { analysisObjects }: Pick<Deps, 'analysisObjects'>,
  { id, status }: ExpiredUpload,
): Promise<boolean> {
  return status === 'used' || (await analysisObjects.read(id)) !== null;
}

async function removeContent(
  { uploadParts, recordings }: Pick<Deps, 'uploadParts' | 'recordings'>,
  { accountId, id, storageId }: ExpiredUpload,
): Promise<void> {
  const ref = { accountId, id };
  await uploadParts.abort({ ref, storageId });
  await recordings.remove(ref);
}

const REJECTED_KEPT_MS = 30 * 86_400_000;
const REJECTED_PER_PAGE = 500;

/** Removes notes of rejected submissions that are older than thirty days. Its position: how many it has removed. */
async function sweepRejected({ removeRejected, clock }: Deps, after: string): Promise<string | null> {
  const removed = await removeRejected(clock.now() - REJECTED_KEPT_MS, REJECTED_PER_PAGE);
  return removed < REJECTED_PER_PAGE ? null : String(Number(after) + removed);
}

const DELIVERIES_PER_PAGE = 500;

/** Removes deliveries from the log that are done and old, database by database. Its position: `DB_1:500`, where and how many. */
async function sweepDeliveries(deps: Deps, after: string): Promise<string | null> {
  const { shards } = deps.sweeps;
  const [name = '', before = '0'] = after.split(':');
  // A database that is not bound any more: the sweep begins anew.
  const at = Math.max(0, shards.indexOf(name));
  const [shard = '', following] = shards.slice(at);
  let removed = 0;
  await forEach(deps, 'deliveries', [shard], async () => {
    const createdBefore = deps.clock.now() - DELIVERIES_KEPT_MS;
    removed = await deps.sweeps.removeDeliveries(shard, createdBefore, DELIVERIES_PER_PAGE);
  });
  if (removed === DELIVERIES_PER_PAGE) return `${shard}:${Number(before) + removed}`;
  return following === undefined ? null : `${following}:0`;
}
