import { describeError } from '../../adapters/log.ts';
import type { Deletion as Cause, Job, Removal } from '../../domain/job.ts';
import { type Concern, type ObjectStorage, SingleRun } from '../timers.ts';
import type { AnalysisObjectDeps } from './context.ts';

const KEY = 'tombstone';
const RETRY_MS = 5_000;
const RETRY_MAX_MS = 3_600_000;
/** A worker that was in the middle may still store something; no consumer lives longer than 15 minutes. */
const SECOND_PURGE_MS = 20 * 60_000;
/** Longer than a message lives in its queue and then among the dead letters. */
const REMEMBERED_MS = 30 * 86_400_000;

/** What is left of a deleted analysis: enough to finish its removal, and to refuse whatever comes late. */
interface Tombstone extends Removal {
  readonly accountId: string;
  readonly livemode: boolean;
  readonly cause: Cause;
  readonly purges: 0 | 1 | 2;
  /** Purges that failed since the last one that did not. */
  readonly failures: number;
  readonly dueAt: number;
}

/** Removes what was kept of a deleted analysis, however often it takes, and remembers that it is deleted. */
export class Deletion implements Concern {
  readonly #storage: ObjectStorage;
  readonly #deps: AnalysisObjectDeps;
  /** Resolves when nothing of this object is being written to the database any more. */
  readonly #writesDone: () => Promise<unknown>;
  readonly #working = new SingleRun();

  constructor(storage: ObjectStorage, deps: AnalysisObjectDeps, writesDone: () => Promise<unknown>) {
    this.#storage = storage;
    this.#deps = deps;
    this.#writesDone = writesDone;
  }

  /** Whose the deleted analysis was; `null` where none was deleted. */
  owner(): { accountId: string; livemode: boolean } | null {
    return this.#tombstone();
  }

  mark({ analysis: { id, accountId, livemode, submission } }: Job, cause: Cause): void {
    const { agentId, contactId } = submission;
    const first = { purges: 0, failures: 0, dueAt: cause.requestedAt } as const;
    this.#put({ id, accountId, livemode, agentId, contactId, cause, ...first });
  }

  dueAt(): number | null {
    return this.#tombstone()?.dueAt ?? null;
  }

  run(): Promise<void> {
    return this.#working.run(() => this.#purgeOrForget());
  }

  forget(): void {
    // The tombstone is what outlives the analysis.
  }

  async #purgeOrForget(): Promise<void> {
    const tombstone = this.#tombstone();
    if (!tombstone || this.#deps.clock.now() < tombstone.dueAt) return;
    if (tombstone.purges === 2) return this.#storage.clear();
    try {
      await this.#purge(tombstone);
    } catch (error) {
      this.#deps.log.error('analysis.purge_failed', { analysis: tombstone.id, ...describeError(error) });
      const waitMs = Math.min(RETRY_MS * 2 ** tombstone.failures, RETRY_MAX_MS);
      const dueAt = this.#deps.clock.now() + waitMs;
      return this.#put({ ...tombstone, failures: tombstone.failures + 1, dueAt });
    }
    this.#put(afterPurge(tombstone, this.#deps.clock.now()));
  }

  async #purge(tombstone: Tombstone): Promise<void> {
    const { id, accountId, agentId, contactId, cause } = tombstone;
    await this.#writesDone();
    const entries = this.#deps.entries(tombstone);
    await Promise.all([
      entries.remove({ id, agentId, contactId }),
      this.#deps.purgeContent({ accountId, id }),
    ]);
    await entries.addReceipt({ ...cause, analysisId: id, doneAt: this.#deps.clock.now() });
  }

  #tombstone(): Tombstone | null {
    return this.#storage.get<Tombstone>(KEY) ?? null;
  }

  #put(tombstone: Tombstone): void {
    this.#storage.put(KEY, tombstone);
  }
}

/** After the first purge, nothing that says anything about anybody is left. */
function afterPurge(tombstone: Tombstone, nowMs: number): Tombstone {
  const bare = { ...tombstone, agentId: null, contactId: null, failures: 0 };
  return tombstone.purges === 0
    ? { ...bare, purges: 1, dueAt: nowMs + SECOND_PURGE_MS }
    : { ...bare, purges: 2, dueAt: nowMs + REMEMBERED_MS };
}
