import { z } from 'zod';
import { describeError } from '../../adapters/log.ts';
import { KEY_KEPT_MS } from '../../domain/idempotency.ts';
import { Deletion as Cause, type Job } from '../../domain/job.ts';
import { ExternalId, externalIdOf } from '../../domain/submission.ts';
import type { Tenant } from '../../domain/tenant.ts';
import type { ObjectStorage, StoredRecord } from '../storage.ts';
import { BackOff, SingleRun, type Timer } from '../timers.ts';
import type { AnalysisContext, AnalysisObjectDeps } from './context.ts';

/** A worker that was in the middle may still store something; no consumer lives longer than 15 minutes. */
const SECOND_PURGE_MS = 20 * 60_000;
/** Longer than a message lives in its queue and then among the dead letters. */
const REMEMBERED_MS = 30 * 86_400_000;

/** An idempotency key whose answer shows the analysis, and when it began to. */
const AnsweredKey = z.strictObject({ keyName: z.string(), createdAt: z.int() });
const AnsweredKeys = z.array(AnsweredKey).readonly();
/** Within a day. The answers of more keys are not kept. */
const MOST_ANSWERED_KEYS = 500;

/** What is left of a deleted analysis: enough to finish its removal, and to refuse whatever comes late. */
const Tombstone = z.strictObject({
  id: z.string(),
  accountId: z.string(),
  livemode: z.boolean(),
  /** The names under which it is found, until they are removed. */
  agentId: z.string().nullable(),
  contactId: z.string().nullable(),
  external: ExternalId.nullable().optional(),
  /** The idempotency key that made it. */
  madeBy: AnsweredKey.optional(),
  /** Keys of later changes. */
  changedBy: AnsweredKeys.optional(),
  cause: Cause,
  purges: z.literal([0, 1, 2]),
  /** Not written any more. */
  failures: z.int().nonnegative().optional(),
  /** When to purge again, or to forget it, milliseconds since 1970-01-01 UTC. */
  dueAt: z.int(),
});
type Tombstone = z.infer<typeof Tombstone>;

/** Removes what was kept of a deleted analysis, however often it takes, and remembers that it is deleted. */
export class Deletion implements Timer {
  readonly #storage: ObjectStorage;
  readonly #tombstone: StoredRecord<Tombstone>;
  readonly #changedBy: StoredRecord<z.infer<typeof AnsweredKeys>>;
  readonly #backOff: BackOff;
  readonly #deps: AnalysisObjectDeps;
  /** Resolves when this object writes nothing to the database any more. */
  readonly #writesDone: () => Promise<unknown>;
  readonly #running = new SingleRun();

  constructor({ storage }: AnalysisContext, deps: AnalysisObjectDeps, writesDone: () => Promise<unknown>) {
    this.#storage = storage;
    this.#tombstone = storage.record({ key: 'tombstone', version: 1, schema: Tombstone });
    this.#changedBy = storage.record({ key: 'changed_by', version: 1, schema: AnsweredKeys });
    this.#backOff = new BackOff(storage, 'purge_failures', deps);
    this.#deps = deps;
    this.#writesDone = writesDone;
  }

  /** Whose the deleted analysis was; `null` where none was deleted. */
  tenant(): Tenant | null {
    return this.#tombstone.read();
  }

  /** Notes a key whose answer is to go with the analysis; says whether it will. */
  answers(keyName: string): boolean {
    const now = this.#deps.clock.now();
    const kept = this.#changedBy.read()?.filter(({ createdAt }) => createdAt > now - KEY_KEPT_MS) ?? [];
    if (kept.length >= MOST_ANSWERED_KEYS) return false;
    this.#changedBy.write([...kept, { keyName, createdAt: now }]);
    return true;
  }

  begin({ analysis: { id, accountId, livemode, createdAt, submission } }: Job, cause: Cause): void {
    const { agentId, contactId, idempotencyKeyName: keyName } = submission;
    const madeBy = keyName === undefined ? undefined : { keyName, createdAt };
    const changedBy = this.#changedBy.read();
    const first = { purges: 0, dueAt: cause.requestedAt } as const;
    const whose = { id, accountId, livemode, agentId, contactId, external: externalIdOf(submission) };
    const answers = { ...(madeBy && { madeBy }), ...(changedBy && { changedBy }) };
    this.#tombstone.write({ ...whose, cause, ...answers, ...first });
    this.#changedBy.delete();
  }

  dueAt(): number | null {
    const dueAt = this.#tombstone.read()?.dueAt;
    return dueAt === undefined ? null : Math.max(dueAt, this.#backOff.retryAt() ?? 0);
  }

  run(): Promise<void> {
    return this.#running.run(() => this.#purgeOrForget());
  }

  async #purgeOrForget(): Promise<void> {
    const tombstone = this.#tombstone.read();
    if (!tombstone || this.#backOff.isWaiting() || this.#deps.clock.now() < tombstone.dueAt) return;
    if (tombstone.purges === 2) return this.#storage.clear();
    try {
      await this.#purge(tombstone);
    } catch (error) {
      return this.#backOff.failed('analysis.purge_failed', {
        analysis: tombstone.id,
        ...describeError(error),
      });
    }
    this.#backOff.succeeded();
    this.#tombstone.write(afterPurge(tombstone, this.#deps.clock.now()));
  }

  async #purge(tombstone: Tombstone): Promise<void> {
    const { id, accountId, agentId, contactId, external = null, cause, madeBy, changedBy = [] } = tombstone;
    const answered = madeBy ? [madeBy, ...changedBy] : changedBy;
    await this.#writesDone();
    const entries = this.#deps.entries(tombstone);
    await Promise.all([
      entries.remove({ id, agentId, contactId, external }),
      this.#deps.purgeContent({ accountId, id }),
      ...answered.map((key) => this.#deps.idempotencyKeys.forget(key.keyName, key.createdAt)),
    ]);
    await entries.addReceipt({ ...cause, analysisId: id, doneAt: this.#deps.clock.now() });
  }
}

/** After the first purge, nothing that says anything about anybody is left. */
function afterPurge(tombstone: Tombstone, nowMs: number): Tombstone {
  const bare = { ...tombstone, agentId: null, contactId: null, external: null };
  return tombstone.purges === 0
    ? { ...bare, purges: 1, dueAt: nowMs + SECOND_PURGE_MS }
    : { ...bare, purges: 2, dueAt: nowMs + REMEMBERED_MS };
}
