import type { ApiKeyDirectory } from '../../../adapters/cache/api-key-directory.ts';
import type { Clock } from '../../../adapters/clock.ts';
import { describeError, type Log } from '../../../adapters/log.ts';
import type { DocumentStore } from '../../../adapters/storage/ports.ts';
import { isOver } from '../../../domain/analysis.ts';
import type { Job } from '../../../domain/job.ts';
import { settledCount } from '../../../domain/merge-transcripts.ts';
import { chunksInARow, liveEvents } from '../../../domain/progress.ts';
import { Transcript, type Utterance } from '../../../domain/transcript.ts';
import { mergeStoredChunks } from '../../../services/analyses/documents.ts';
import { isGranted } from '../../../services/authenticate.ts';
import type { Timer } from '../../timers.ts';
import type { AnalysisContext, Observer } from '../context.ts';
import { EventLog, type FeedSource, parseCursor } from './event-log.ts';
import { EventStream, sendToSocket } from './listeners.ts';

const HEARTBEAT_MS = 15_000;
const SECOND_BEAT_MS = 1000;
const MAX_LISTENERS = 5000;

interface LiveFeedDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly documents: Pick<DocumentStore, 'get'>;
  readonly apiKeyDirectory: Pick<ApiKeyDirectory, 'findNow'>;
}

/** The sockets of the object. The tag of each is the grant it was opened with. */
export type Sockets = Pick<DurableObjectState, 'getWebSockets' | 'getTags'>;

const POLICY_VIOLATION = 1008;

/** Sends events to listeners as they happen. Listeners are a cache: an object that lost them lost no event. */
export class LiveFeed implements Observer, Timer {
  readonly #job: AnalysisContext['job'];
  readonly #deps: LiveFeedDeps;
  readonly #sockets: Sockets;
  readonly #events: EventLog;
  /** With their grants. */
  readonly #streams = new Map<EventStream, string>();
  #checkedAt: number | null = null;
  readonly #waiting = new Set<() => void>();
  #utterances: Promise<readonly Utterance[]> | null = null;
  #heartbeat: ReturnType<typeof setInterval> | null = null;

  constructor({ storage, job }: AnalysisContext, deps: LiveFeedDeps, sockets: Sockets) {
    this.#job = job;
    this.#deps = deps;
    this.#sockets = sockets;
    this.#events = new EventLog(storage);
  }

  changed(job: Job, before: Job | null): void {
    const events = liveEvents(job, before);
    if (events.length === 0) return;
    this.#events.append(events);
    this.#utterances = null;
    this.#sendAll();
    if (before && chunksInARow(job) > chunksInARow(before)) this.#noteFailure(this.#appendEarly(job));
  }

  forget(): void {
    this.#events.forget();
    // The job is gone by the time they look.
    queueMicrotask(() => this.#sendAll());
  }

  listenerCount(): number {
    return this.#streams.size + this.#sockets.getWebSockets().length;
  }

  isFull(): boolean {
    return this.listenerCount() >= MAX_LISTENERS;
  }

  /** Server-sent events from after `lastEventId` on; ends after the final one. */
  openStream(lastEventId: string | null, grant: string, gone: AbortSignal): ReadableStream<Uint8Array> {
    const stream: EventStream = new EventStream(this.#source(), parseCursor(lastEventId), () => {
      this.#streams.delete(stream);
      this.#stopIdleHeartbeat();
    });
    this.#streams.set(stream, grant);
    this.#heartbeat ??= setInterval(() => void this.beat(), HEARTBEAT_MS);
    gone.addEventListener('abort', () => stream.close(), { once: true });
    this.#noteFailure(stream.send());
    return stream.body;
  }

  /** The same through a socket that was accepted. */
  openSocket(socket: WebSocket, lastEventId: string | null): void {
    this.#noteFailure(sendToSocket(socket, this.#source(), parseCursor(lastEventId)));
  }

  /** Resolves when the analysis is final, or after a time. */
  settled(timeoutMs: number): Promise<void> {
    const job = this.#job.read();
    if (!job || isOver(job.analysis)) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, timeoutMs);
      this.#waiting.add(done);
    });
  }

  /**
   * A client that has left is only noticed when something is written to it, and one that was cut off without a word only
   * by the write after: the first is what its system refuses.
   */
  beat(): Promise<void> {
    for (const stream of this.#streams.keys()) stream.sendHeartbeat();
    setTimeout(() => {
      for (const stream of this.#streams.keys()) stream.sendHeartbeat();
    }, SECOND_BEAT_MS);
    return this.run();
  }

  /** Sockets do not keep their object awake, so its alarm looks at them as often as streams get a heartbeat. */
  dueAt(nowMs: number): number | null {
    if (this.#sockets.getWebSockets().length === 0) return null;
    // Who does not remember the last look has it now: put off from now on, it would be put off again by every change.
    return this.#checkedAt === null ? nowMs : this.#checkedAt + HEARTBEAT_MS;
  }

  /** Ends those who listen with a credential that was revoked or has expired. Each is looked up once for all of them. */
  async run(): Promise<void> {
    this.#checkedAt = this.#deps.clock.now();
    const closers = new Map<string, (() => void)[]>();
    const add = (grant: string, close: () => void) =>
      closers.set(grant, [...(closers.get(grant) ?? []), close]);
    for (const [stream, grant] of this.#streams) add(grant, () => stream.close());
    for (const socket of this.#sockets.getWebSockets())
      for (const grant of this.#sockets.getTags(socket))
        add(grant, () => socket.close(POLICY_VIOLATION, 'the credential is no longer valid'));
    for (const [grant, closing] of closers) {
      // Where it cannot be looked up, the next heartbeat tries again.
      const holds = await isGranted(this.#deps, grant).catch((error: unknown) => {
        this.#deps.log.error('listener.not_checked', describeError(error));
        return true;
      });
      if (!holds) for (const close of closing) close();
    }
  }

  #source(): FeedSource {
    return { log: this.#events, job: () => this.#job.read(), utterances: () => this.#readUtterances() };
  }

  /** Read once for all listeners. */
  #readUtterances(): Promise<readonly Utterance[]> {
    const job = this.#job.read();
    if (!job) return Promise.resolve([]);
    this.#utterances ??= readUtterances(this.#deps.documents, job);
    return this.#utterances;
  }

  /** Sends the utterances that are already certain of a transcript that is not whole yet, if somebody listens. */
  async #appendEarly(job: Job): Promise<void> {
    const next = job.chunks?.[chunksInARow(job)];
    if (!next || !mayStreamEarly(job) || this.listenerCount() === 0) return;
    this.#utterances = readUtterances(this.#deps.documents, job);
    const until = settledCount(await this.#utterances, next.startMs);
    // The whole transcript may have come meanwhile, or more of it.
    if (this.#job.read()?.step !== 'transcribe' || until <= this.#events.utterancesBefore(Infinity)) return;
    this.#events.append([{ type: 'transcript', until }]);
    this.#sendAll();
  }

  #sendAll(): void {
    for (const stream of this.#streams.keys()) this.#noteFailure(stream.send());
    for (const socket of this.#sockets.getWebSockets())
      this.#noteFailure(sendToSocket(socket, this.#source(), null));
    const job = this.#job.read();
    if (!job || isOver(job.analysis)) for (const done of this.#waiting) done();
  }

  #noteFailure(sending: Promise<void>): void {
    sending.catch((error: unknown) => {
      this.#utterances = null;
      this.#deps.log.error('listener.not_sent', describeError(error));
    });
  }

  #stopIdleHeartbeat(): void {
    if (this.#streams.size > 0 || this.#heartbeat === null) return;
    clearInterval(this.#heartbeat);
    this.#heartbeat = null;
    this.#deps.log.info('analysis.unwatched', { analysis: this.#job.read()?.analysis.id });
  }
}

type DocumentReader = Pick<DocumentStore, 'get'>;

/** The utterances of the transcript, or before it is stored those of its first chunks. */
async function readUtterances(documents: DocumentReader, job: Job): Promise<readonly Utterance[]> {
  const whole = await readWhole(documents, job);
  if (whole || !job.chunks || !mayStreamEarly(job)) return whole ?? [];
  const first = job.chunks.slice(0, chunksInARow(job));
  const merged = await mergeStoredChunks(documents, job.analysis, first, job.analysis.durationMs ?? 0);
  // Chunks that are gone were merged in between.
  return merged?.utterances ?? (await readWhole(documents, job)) ?? [];
}

/** Whether parts of a transcript may be sent before it is whole: what is to be redacted is known only then. */
function mayStreamEarly({ analysis }: Job): boolean {
  return (analysis.submission.options.redact ?? []).length === 0;
}

async function readWhole(documents: DocumentReader, { analysis }: Job): Promise<readonly Utterance[] | null> {
  return (await documents.get('transcript', analysis, Transcript))?.utterances ?? null;
}
