import { describeError } from '../platform/log.ts';
import { sweepContents } from './analyses/sweep.ts';
import type { Deps } from './deps.ts';
import { sweepRejected } from './submissions/sweep.ts';
import { sweepUploads } from './uploads/sweep.ts';

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
