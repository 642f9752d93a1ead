import { describeError } from '../adapters/log.ts';
import type { AnalysisRef } from '../adapters/storage/ports.ts';
import type { ExpiredUpload } from '../db/uploads.ts';
import type { Deps } from './deps.ts';

/** The nightly removal. Each part removes a bounded amount, also where another part fails; the next night goes on. */
export async function sweep(deps: Deps): Promise<void> {
  const parts: Record<string, () => Promise<unknown>> = {
    contents: () => sweepContents(deps),
    rejected: () => sweepRejected(deps),
    uploads: () => sweepUploads(deps),
  };
  for (const [part, run] of Object.entries(parts)) {
    await run().catch((error: unknown) => deps.log.error('sweep.failed', { part, ...describeError(error) }));
  }
}

const CONTENTS = 'contents';
const CONTENTS_PER_PAGE = 1_000;
const CONTENT_PAGES_PER_NIGHT = 200;
/** Content that was stored lately may belong to a submission that is still being accepted. */
const CONTENT_GRACE_MS = 86_400_000;

/**
 * Removes stored content that no analysis has: a submission that broke off before its object was made left it behind, or a
 * worker that stored something after the deletion.
 */
async function sweepContents(deps: Deps): Promise<void> {
  let removed = 0;
  let after: string | null = await deps.sweeps.position(CONTENTS);
  for (let page = 0; page < CONTENT_PAGES_PER_NIGHT && after !== null; page += 1) {
    const { contents, next } = await deps.contents.list(after, CONTENTS_PER_PAGE);
    const old = contents.filter(({ storedAt }) => storedAt < deps.clock.now() - CONTENT_GRACE_MS);
    const refs = old.map(({ ref }) => ref).filter((ref) => ref !== null);
    const orphans = await orphansOf(deps, refs);
    for (const ref of orphans) await deps.contents.purge(ref);
    removed += orphans.length + (await sweepBatches(deps, old));
    after = next;
    await deps.sweeps.setPosition(CONTENTS, after ?? '');
  }
  if (removed > 0) deps.log.info('sweep.orphans_removed', { removed });
}

/** Removes items of batches that nobody waits for: the batch is over or gone. Answers how many objects. */
async function sweepBatches(
  { batchObjects, contents }: Deps,
  old: readonly { readonly key: string; readonly batchId: string | null }[],
): Promise<number> {
  const byBatch = Map.groupBy(old, ({ batchId }) => batchId);
  let removed = 0;
  for (const [batchId, objects] of byBatch) {
    if (batchId === null) continue;
    const state = await batchObjects.read(batchId);
    if (state !== null && state.batch.completedAt === null) continue;
    await contents.remove(objects.map(({ key }) => key));
    removed += objects.length;
  }
  return removed;
}

/** Those that have neither a row nor an object. */
async function orphansOf(deps: Deps, refs: readonly AnalysisRef[]): Promise<AnalysisRef[]> {
  const byAccount = Map.groupBy(refs, ({ accountId }) => accountId);
  const orphans: AnalysisRef[] = [];
  for (const [accountId, refsOfAccount] of byAccount) {
    const ids = [...new Set(refsOfAccount.map(({ id }) => id))];
    const existing = await deps.sweeps.existing(accountId, ids);
    for (const id of ids) {
      if (!existing.has(id) && (await deps.analysisObjects.read(id)) === null)
        orphans.push({ accountId, id });
    }
  }
  return orphans;
}

const UPLOADS_PER_NIGHT = 500;
/** A submission that found its upload in time has this long to make its analysis. */
const UPLOAD_GRACE_MS = 60 * 60 * 1000;

type SweepUploadsDeps = Pick<
  Deps,
  'analysisObjects' | 'clock' | 'expiredUploads' | 'recordings' | 'uploadParts'
>;

/** Removes uploads that expired at least an hour ago, with their content unless an analysis has it. Answers how many. */
export async function sweepUploads(deps: SweepUploadsDeps): Promise<number> {
  const expired = await deps.expiredUploads.list(deps.clock.now() - UPLOAD_GRACE_MS, UPLOADS_PER_NIGHT);
  for (const upload of expired) {
    if (!(await isUsed(deps, upload))) await removeContent(deps, upload);
    await deps.expiredUploads.remove(upload.id);
  }
  return expired.length;
}

/** Whether there is an analysis. A submission that was cut off may have made it without marking the upload. */
async function isUsed(
  { analysisObjects }: SweepUploadsDeps,
  { id, status }: ExpiredUpload,
): Promise<boolean> {
  return status === 'used' || (await analysisObjects.read(id)) !== null;
}

async function removeContent(
  { uploadParts, recordings }: SweepUploadsDeps,
  { accountId, id, storageId }: ExpiredUpload,
): Promise<void> {
  const ref = { accountId, id };
  await uploadParts.abort({ ref, storageId });
  await recordings.remove(ref);
}

const REJECTED_KEPT_MS = 30 * 86_400_000;
const REJECTED_PER_ROUND = 500;
const REJECTED_ROUNDS_PER_NIGHT = 20;

/** Removes notes of rejected submissions that are older than thirty days. */
async function sweepRejected({ removeRejected, clock }: Deps): Promise<void> {
  const before = clock.now() - REJECTED_KEPT_MS;
  for (let round = 0; round < REJECTED_ROUNDS_PER_NIGHT; round += 1) {
    if ((await removeRejected(before, REJECTED_PER_ROUND)) < REJECTED_PER_ROUND) return;
  }
}
