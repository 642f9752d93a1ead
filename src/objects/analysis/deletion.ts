import { z } from 'zod';
import { describeError } from '../../adapters/log.ts';
import { Deletion as Cause, type Job } from '../../domain/job.ts';
import type { Tenant } from '../../domain/tenant.ts';
import type { ObjectStorage, StoredRecord } from '../storage.ts';
import { SingleRun, type Timer } from '../timers.ts';
import type { AnalysisContext, AnalysisObjectDeps } from './context.ts';

const RETRY_MS = 5_000;
const RETRY_MAX_MS = 3_600_000;
/** A worker that was in the middle may still store something; no consumer lives longer than 15 minutes. */
const SECOND_PURGE_MS = 20 * 60_000;
/** Longer than a message lives in its queue and then among the dead letters. */
const REMEMBERED_MS = 30 * 86_400_000;

/** What is left of a deleted analysis: enough to finish its removal, and to refuse whatever comes late. */
const Tombstone = z.strictObject({
  id: z.string(),
  accountId: z.string(),
  livemode: z.boolean(),
  /** The names under which it is found, until they are removed. */
  agentId: z.string().nullable(),
  contactId: z.string().nullable(),
  /** The idempotency key whose answer shows it, with the time when it was made. */
  madeBy: z.strictObject({ keyName: z.string(), createdAt: z.int() }).optional(),
  cause: Cause,
  purges: z.literal([0, 1, 2]),
  /** Purges that failed since the last one that did not. */
  failures: z.int().nonnegative(),
  /** When to purge again, or to forget it, milliseconds since 1970-01-01 UTC. */
  dueAt: z.int(),
});
type Tombstone = z.infer<typeof Tombstone>;

/** Removes what was kept of a deleted analysis, however often it takes, and remembers that it is deleted. */
export class Deletion implements Timer {
  readonly #storage: ObjectStorage;
  readonly #tombstone: StoredRecord<Tombstone>;
  readonly #deps: AnalysisObjectDeps;
  /** Resolves when this object writes nothing to the database any more. */
  readonly #writesDone: () => Promise<unknown>;
  readonly #running = new SingleRun();

  constructor({ storage }: AnalysisContext, deps: AnalysisObjectDeps, writesDone: () => Promise<unknown>) {
    this.#storage = storage;
    this.#tombstone = storage.record({ key: 'tombstone', version: 1, schema: Tombstone });
    this.#deps = deps;
    this.#writesDone = writesDone;
  }

  /** Whose the deleted analysis was; `null` where none was deleted. */
  tenant(): Tenant | null {
    return this.#tombstone.read();
  }

  begin({ analysis: { id, accountId, livemode, createdAt, submission } }: Job, cause: Cause): void {
    const { agentId, contactId, idempotencyKeyName: keyName } = submission;
    const madeBy = keyName === undefined ? undefined : { keyName, createdAt };
    const first = { purges: 0, failures: 0, dueAt: cause.requestedAt } as const;
    const whose = { id, accountId, livemode, agentId, contactId };
    this.#tombstone.write({ ...whose, cause, ...(madeBy && { madeBy }), ...first });
  }

  dueAt(): number | null {
    return this.#tombstone.read()?.dueAt ?? null;
  }

  run(): Promise<void> {
    return this.#running.run(() => this.#purgeOrForget());
  }

  async #purgeOrForget(): Promise<void> {
    const tombstone = this.#tombstone.read();
    if (!tombstone || this.#deps.clock.now() < tombstone.dueAt) return;
    if (tombstone.purges === 2) return this.#storage.clear();
    try {
      await this.#purge(tombstone);
    } catch (error) {
      this.#deps.log.error('analysis.purge_failed', { analysis: tombstone.id, ...describeError(error) });
      const waitMs = Math.min(RETRY_MS * 2 ** tombstone.failures, RETRY_MAX_MS);
      const dueAt = this.#deps.clock.now() + waitMs;
      return this.#tombstone.write({ ...tombstone, failures: tombstone.failures + 1, dueAt });
    }
    this.#tombstone.write(afterPurge(tombstone, this.#deps.clock.now()));
  }

  async #purge(tombstone: Tombstone): Promise<void> {
    const { id, accountId, agentId, contactId, cause, madeBy } = tombstone;
    await this.#writesDone();
    const entries = this.#deps.entries(tombstone);
    await Promise.all([
      entries.remove({ id, agentId, contactId }),
      this.#deps.purgeContent({ accountId, id }),
      madeBy && this.#deps.idempotencyKeys.forget(madeBy.keyName, madeBy.createdAt),
    ]);
    await entries.addReceipt({ ...cause, analysisId: id, doneAt: this.#deps.clock.now() });
  }
}

/** After the first purge, nothing that says anything about anybody is left. */
function afterPurge(tombstone: Tombstone, nowMs: number): Tombstone {
  const bare = { ...tombstone, agentId: null, contactId: null, failures: 0 };
  return tombstone.purges === 0
    ? { ...bare, purges: 1, dueAt: nowMs + SECOND_PURGE_MS }
    : { ...bare, purges: 2, dueAt: nowMs + REMEMBERED_MS };
}
