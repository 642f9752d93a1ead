import { isOver, liveEvents } from '../../domain/live-event.ts';
import type { Job } from '../../domain/job.ts';
import { settledCount } from '../../domain/merge-transcripts.ts';
import { chunksInARow } from '../../domain/transcribed-share.ts';
import type { Utterance } from '../../domain/transcript.ts';
import { describeError } from '../../platform/log.ts';
import type { DocumentStore, Log } from '../../platform/ports.ts';
import type { Concern, ObjectStorage } from '../concern.ts';
import type { StoredJob } from '../stored-job.ts';
import { parseCursor } from './cursor.ts';
import { EventLog } from './event-log.ts';
import { EventStream } from './event-stream.ts';
import type { FeedSource } from './feed.ts';
import { tellSocket } from './sockets.ts';
import { readSpoken, mayTellEarly } from './spoken.ts';

const HEARTBEAT_MS = 15_000;
const SECOND_BEAT_MS = 1000;
const MAX_LISTENERS = 5000;

export interface LiveDeps {
  readonly log: Log;
  readonly documents: Pick<DocumentStore, 'get'>;
}

/** Tells whoever watches what happens, as it happens. Listeners are a cache: an object that lost them lost no event. */
export class Live implements Concern {
  readonly #job: StoredJob;
  readonly #deps: LiveDeps;
  readonly #sockets: () => readonly WebSocket[];
  readonly #events: EventLog;
  readonly #streams = new Set<EventStream>();
  readonly #waiting = new Set<() => void>();
  #utterances: Promise<readonly Utterance[]> | null = null;
  #heart: ReturnType<typeof setInterval> | null = null;

  constructor(storage: ObjectStorage, job: StoredJob, deps: LiveDeps, sockets: () => readonly WebSocket[]) {
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
    this.#tellAll();
    if (before && chunksInARow(job) > chunksInARow(before)) this.#tell(this.#markSpoken(job));
  }

  dueAt(): null {
    return null;
  }

  async run(): Promise<void> {
    // Nothing here waits for a time.
  }

  forget(): void {
    this.#events.forget();
    // The job is gone by the time they look.
    queueMicrotask(() => this.#tellAll());
  }

  listenerCount(): number {
    return this.#streams.size + this.#sockets().length;
  }

  isFull(): boolean {
    return this.listenerCount() >= MAX_LISTENERS;
  }

  /** Server-sent events from after `lastEventId` on; ends after the final one. */
  stream(lastEventId: string | null, gone: AbortSignal): ReadableStream<Uint8Array> {
    const stream: EventStream = new EventStream(this.#source(), parseCursor(lastEventId), () => {
      this.#streams.delete(stream);
      this.#rest();
    });
    this.#streams.add(stream);
    this.#heart ??= setInterval(() => this.beat(), HEARTBEAT_MS);
    gone.addEventListener('abort', () => stream.close(), { once: true });
    this.#tell(stream.tell());
    return stream.body;
  }

  /** The same through a socket that was accepted. */
  greet(socket: WebSocket, lastEventId: string | null): void {
    this.#tell(tellSocket(socket, this.#source(), parseCursor(lastEventId)));
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
  beat(): void {
    for (const stream of this.#streams) stream.beat();
    setTimeout(() => {
      for (const stream of this.#streams) stream.beat();
    }, SECOND_BEAT_MS);
  }

  #source(): FeedSource {
    return { log: this.#events, job: () => this.#job.read(), utterances: () => this.#readUtterances() };
  }

  /** Read once for all listeners. */
  #readUtterances(): Promise<readonly Utterance[]> {
    const job = this.#job.read();
    if (!job) return Promise.resolve([]);
    this.#utterances ??= readSpoken(this.#deps.documents, job);
    return this.#utterances;
  }

  /** Has told what is already certain of a transcript that is not whole yet, if somebody listens. */
  async #markSpoken(job: Job): Promise<void> {
    const next = job.chunks?.[chunksInARow(job)];
    if (!next || !mayTellEarly(job) || this.listenerCount() === 0) return;
    this.#utterances = readSpoken(this.#deps.documents, job);
    const until = settledCount(await this.#utterances, next.startMs);
    // The whole transcript may have come meanwhile, or more of it.
    if (this.#job.read()?.step !== 'transcribe' || until <= this.#events.utterancesBefore(Infinity)) return;
    this.#events.append([{ type: 'transcript', until }]);
    this.#tellAll();
  }

  #tellAll(): void {
    for (const stream of this.#streams) this.#tell(stream.tell());
    for (const socket of this.#sockets()) this.#tell(tellSocket(socket, this.#source(), null));
    const job = this.#job.read();
    if (!job || isOver(job.analysis)) for (const done of this.#waiting) done();
  }

  #tell(telling: Promise<void>): void {
    telling.catch((error: unknown) => {
      this.#utterances = null;
      this.#deps.log.error('listener.not_told', describeError(error));
    });
  }

  #rest(): void {
    if (this.#streams.size > 0 || this.#heart === null) return;
    clearInterval(this.#heart);
    this.#heart = null;
    this.#deps.log.info('analysis.unwatched', { analysis: this.#job.read()?.analysis.id });
  }
}
