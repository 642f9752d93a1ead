import type { AnalysisRef } from '../../platform/ports.ts';
import type { Deps } from '../deps.ts';

const SWEEP = 'contents';
const PAGE = 1_000;
/** What was stored lately may belong to a submission that is still being accepted. */
const GRACE_MS = 86_400_000;

export interface SweptContents {
  readonly looked: number;
  /** Analyses that never came to be, whose content was removed. */
  readonly removed: number;
}

/**
 * Looks at up to `pages` pages of what is stored, from where the last run stopped, and removes content that no analysis
 * has: what a submission that broke off before its object was made, or a worker after a deletion, left behind.
 */
export async function sweepContents(deps: Deps, pages: number): Promise<SweptContents> {
  let looked = 0;
  let removed = 0;
  let after: string | null = await deps.sweepBook.position(SWEEP);
  for (let page = 0; page < pages && after !== null; page += 1) {
    const { contents, next } = await deps.contents.list(after, PAGE);
    const old = contents.filter(({ storedAt }) => storedAt < deps.clock.now() - GRACE_MS);
    const orphans = await orphansOf(
      deps,
      old.map(({ ref }) => ref).filter((ref) => ref !== null),
    );
    for (const ref of orphans) await deps.contents.purge(ref);
    looked += contents.length;
    removed += orphans.length;
    after = next;
    await deps.sweepBook.setPosition(SWEEP, after ?? '');
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
    const known = await deps.sweepBook.known(accountId, ids);
    for (const id of ids) {
      if (!known.has(id) && (await deps.objects.read(id)) === null) orphans.push({ accountId, id });
    }
  }
  return orphans;
}
