import type { AnalysisRef } from '../../../../src/adapters/storage/ports.ts';
import { type Analysis, isFinal } from '../../../../src/domain/analysis.ts';
import { type DeletionReceipt, type Job, openTask, type WorkerEvent } from '../../../../src/domain/job.ts';
import type { StepMessage } from '../../../../src/domain/queue-messages.ts';
import type { Step } from '../../../../src/domain/task.ts';
import { AnalysisLifecycle } from '../../../../src/objects/analysis/analysis-lifecycle.ts';
import {
  type AnalysisObjectDeps,
  type Observer,
  openContext,
} from '../../../../src/objects/analysis/context.ts';
import { anAnalysis } from '../../../support/analyses.ts';
import { threeChunks } from '../../../support/audio-chunks.ts';
import { MemoryStorage } from '../../../support/memory-storage.ts';

/** What an analysis object depends on and may fail. */
export type Part = 'enqueue' | 'project' | 'index' | 'remove' | 'purge' | 'receipt';

/** A worker that took a task and has not been heard of since. */
export interface Worker {
  readonly step: Step;
  readonly chunk: number | undefined;
  readonly attempt: number;
  readonly analysis: Analysis;
  readonly takenAt: number;
}

const { submission } = anAnalysis();
export const accepted = anAnalysis({ submission: { ...submission, agentId: 'alice', retentionDays: 30 } });
export const TENANT = { accountId: accepted.accountId, livemode: accepted.livemode };

/** One analysis object as it runs, with everything around it in memory and a clock that stands until it is moved. */
export class System {
  /** Whether the recording is transcribed in chunks. */
  readonly isCut: boolean;
  now = accepted.createdAt;
  readonly broken = new Set<Part>();
  /** Every message that was ever sent: any of them may arrive at any time, again and again. */
  readonly messages: StepMessage[] = [];
  readonly workers: Worker[] = [];
  readonly content = new Set<string>();
  /** How often a transcript was made of chunks. */
  merges = 0;
  readonly rows = new Map<string, Analysis>();
  /** Whether the row came after its removal, from an object that had lost its memory: what was sent still arrives. */
  isRowLate = false;
  readonly names = new Set<string>();
  readonly receipts: DeletionReceipt[] = [];
  /** The ends that an observer saw. */
  readonly ends: string[] = [];
  readonly #storage = new MemoryStorage();
  readonly stored = this.#storage.values;
  #evictions = 0;
  lifecycle = this.#start();
  readonly #latest = new Map<string, Worker>();

  constructor(isCut = false) {
    this.isCut = isCut;
  }

  /** The object loses its memory and begins again with what it stored. */
  evict(): void {
    this.#evictions += 1;
    this.lifecycle = this.#start();
  }

  job(): Job | null {
    return this.lifecycle.read();
  }

  async submit(): Promise<void> {
    await this.lifecycle.create(accepted);
    // What a repetition after the deletion stores is for the sweep to remove.
    if (this.job()) this.content.add('audio');
  }

  /** A message arrives; says whether somebody now works on the task. */
  async deliver(message: StepMessage): Promise<boolean> {
    const { step, chunk } = message;
    const taken = await this.lifecycle.send({ type: 'take', step, chunk });
    if (!taken.accepted) return false;
    const attempt = openTask(taken.job, message)?.attempt ?? 0;
    const worker = { step, chunk, attempt, analysis: taken.job.analysis, takenAt: this.now };
    this.#latest.set(`${step} ${chunk}`, worker);
    this.workers.push(worker);
    return true;
  }

  /** What a worker says; only the latest that took a task is listened to. */
  async report(worker: Worker, event: WorkerEvent): Promise<boolean> {
    const { accepted } = await this.lifecycle.send(event);
    if (accepted && worker !== this.#latest.get(`${worker.step} ${worker.chunk}`))
      throw new Error('an earlier worker was listened to');
    return accepted;
  }

  storeUnasked({ step, chunk, analysis }: Worker): void {
    if (step === 'transcribe') this.content.add(chunk === undefined ? 'transcript' : `chunk ${chunk}`);
    if (step === 'merge') this.#merge();
    if (step === 'analyse') this.content.add(`report ${(analysis.reportVersion ?? 0) + 1}`);
  }

  async complete(worker: Worker): Promise<void> {
    const { step, chunk, attempt } = worker;
    const finishing = step === 'analyse';
    if (!(await this.report(worker, { type: 'renew', step, chunk, attempt, finishing }))) return;
    this.storeUnasked(worker);
    const findings = step === 'ingest' && this.isCut ? { chunks: threeChunks } : {};
    await this.report(worker, { type: 'complete', step, chunk, attempt, findings });
  }

  #merge(): void {
    if (this.content.has('transcript') || !this.content.has('audio')) return;
    const chunks = threeChunks.map(({ index }) => `chunk ${index}`);
    if (!chunks.every((chunk) => this.content.has(chunk))) throw new Error('a chunk was not transcribed');
    this.merges += 1;
    this.content.add('transcript');
    for (const chunk of chunks) this.content.delete(chunk);
  }

  get alarmAt(): number | null {
    return this.#storage.alarmAt;
  }

  async alarm(): Promise<void> {
    if (this.alarmAt === null) return;
    this.now = Math.max(this.now, this.alarmAt);
    this.#storage.alarmAt = null;
    await this.lifecycle.alarm();
  }

  /** Takes its time, so that something else may come in between. */
  async #act(part: Part, action: () => void): Promise<void> {
    for (let turn = 0; turn < (part === 'project' ? 20 : 1); turn += 1) await Promise.resolve();
    if (this.broken.has(part)) throw new Error(`${part} is away`);
    action();
  }

  #start(): AnalysisLifecycle {
    const background = (work: Promise<unknown>) => void work;
    const attached = { timers: [], observers: [this.#listener()] };
    return new AnalysisLifecycle(openContext(this.#storage), this.#deps(), background, attached);
  }

  #deps(): AnalysisObjectDeps {
    const life = this.#evictions;
    return {
      clock: { now: () => this.now },
      random: () => 0.5,
      log: { info: () => undefined, error: () => undefined },
      queues: {
        enqueue: (messages) => this.#act('enqueue', () => void this.messages.push(...messages)),
        oldestAt: () => Promise.resolve(null),
      },
      entries: () => ({
        project: (analysis) =>
          this.#act('project', () => {
            this.rows.set(analysis.id, analysis);
            this.isRowLate = life !== this.#evictions;
          }),
        index: () => this.#act('index', () => void this.names.add('alice')),
        remove: ({ id }) =>
          this.#act('remove', () => {
            this.rows.delete(id);
            this.isRowLate = false;
            this.names.delete('alice');
          }),
        addReceipt: (receipt) =>
          this.#act('receipt', () => {
            if (this.receipts.length === 0) this.receipts.push(receipt);
          }),
      }),
      purgeContent: (_ref: AnalysisRef) => this.#act('purge', () => this.content.clear()),
      batches: { ended: () => Promise.resolve() },
      idempotencyKeys: { forget: () => Promise.resolve() },
    };
  }

  /** Notes every end, as webhooks do. */
  #listener(): Observer {
    return {
      changed: ({ analysis }, before) => {
        const wasFinal = before !== null && isFinal(before.analysis.status);
        if (isFinal(analysis.status) && !wasFinal) this.ends.push(analysis.status);
      },
      forget: () => undefined,
    };
  }
}
