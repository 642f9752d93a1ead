import { describeError } from '../adapters/log.ts';
import type { AnalysisRef } from '../adapters/storage/ports.ts';
import type { ExpiredUpload } from '../db/uploads.ts';
import type { Deps } from './deps.ts';

const CONTENT_PAGES = 200;

/** What is done every night, each part in bounded steps and whether or not another part fails. */
export async function sweep(deps: Deps): Promise<void> {
  const parts: Record<string, () => Promise<unknown>> = {
    contents: () => sweepContents(deps, CONTENT_PAGES),
    rejected: () => sweepRejected(deps),
    uploads: () => sweepUploads(deps),
  };
  for (const [part, run] of Object.entries(parts)) {
    await run().catch((error: unknown) => deps.log.error('sweep.failed', { part, ...describeError(error) }));
  }
}

const SWEEP = 'contents';
const CONTENT_PAGE = 1_000;
/** What was stored lately may belong to a submission that is still being accepted. */
const CONTENT_GRACE_MS = 86_400_000;

interface SweptContents {
  readonly looked: number;
  /** Analyses that never came to be, whose content was removed. */
  readonly removed: number;
}

/**
 * Looks at up to `pages` pages of what is stored, from where the last run stopped, and removes content that no analysis
 * has: what a submission that broke off before its object was made, or a worker after a deletion, left behind.
 */
async function sweepContents(deps: Deps, pages: number): Promise<SweptContents> {
  let looked = 0;
  let removed = 0;
  let after: string | null = await deps.sweeps.position(SWEEP);
  for (let page = 0; page < pages && after !== null; page += 1) {
    const { contents, next } = await deps.contents.list(after, CONTENT_PAGE);
    const old = contents.filter(({ storedAt }) => storedAt < deps.clock.now() - CONTENT_GRACE_MS);
    const orphans = await orphansOf(
      deps,
      old.map(({ ref }) => ref).filter((ref) => ref !== null),
    );
    for (const ref of orphans) await deps.contents.purge(ref);
    looked += contents.length;
    removed += orphans.length;
    after = next;
    await deps.sweeps.setPosition(SWEEP, after ?? '');
  }
  if (removed > 0) deps.log.info('sweep.orphans_removed', { removed });
  return { looked, removed };
}

/** Those that have neither a row nor an object. */
async function orphansOf(deps: Deps, refs: readonly AnalysisRef[]): Promise<AnalysisRef[]> {
  const byAccount = Map.groupBy(refs, ({ accountId }) => accountId);
  const orphans: AnalysisRef[] = [];
  for (const [accountId, theirs] of byAccount) {
    const ids = [...new Set(theirs.map(({ id }) => id))];
    const known = await deps.sweeps.existing(accountId, ids);
    for (const id of ids) {
      if (!known.has(id) && (await deps.analysisObjects.read(id)) === null) orphans.push({ accountId, id });
    }
  }
  return orphans;
}

const UPLOADS_AT_ONCE = 500;
/** Lets a submission that found its upload in time make its analysis. */
const UPLOAD_GRACE_MS = 60 * 60 * 1000;

type SweepUploadsDeps = Pick<
  Deps,
  'clock' | 'expiredUploads' | 'analysisObjects' | 'uploadParts' | 'recordings'
>;

/**
 * Removes up to 500 uploads that expired at least an hour ago, with their content unless an analysis has it. Answers how
 * many; the next night goes on where there were more.
 */
export async function sweepUploads(deps: SweepUploadsDeps): Promise<number> {
  const expired = await deps.expiredUploads.list(deps.clock.now() - UPLOAD_GRACE_MS, UPLOADS_AT_ONCE);
  for (const upload of expired) {
    if (!(await isUsed(deps, upload))) await removeContent(deps, upload);
    await deps.expiredUploads.remove(upload.id);
  }
  return expired.length;
}

/** Also where the submission was cut off before it could say so. */
async function isUsed(
  { analysisObjects: objects }: SweepUploadsDeps,
  { id, status }: ExpiredUpload,
): Promise<boolean> {
  return status === 'used' || (await objects.read(id)) !== null;
}

async function removeContent(
  { uploadParts, recordings }: SweepUploadsDeps,
  { accountId, id, storageId }: ExpiredUpload,
): Promise<void> {
  const ref = { accountId, id };
  await uploadParts.abort({ ref, storageId });
  await recordings.remove(ref);
}

const REJECTED_KEPT_MS = 30 * 24 * 3_600_000;
const ROWS_AT_ONCE = 500;
const MAX_ROUNDS = 20;

/** Forgets what was rejected more than thirty days ago, in bounded steps; what is left over goes the next night. */
async function sweepRejected({ removeRejected, clock }: Deps): Promise<void> {
  const before = clock.now() - REJECTED_KEPT_MS;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    if ((await removeRejected(before, ROWS_AT_ONCE)) < ROWS_AT_ONCE) return;
  }
}
