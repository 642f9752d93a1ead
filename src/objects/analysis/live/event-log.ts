import type { Job } from '../../../domain/job.ts';
import { isOver, type LiveEvent } from '../../../domain/progress.ts';
import type { Utterance } from '../../../domain/transcript.ts';
import type { ObjectStorage } from '../../timers.ts';

const KEY = 'live_events';
/** Retries and rescores add to the log; somebody who was away for longer starts with the oldest that is kept. */
const KEPT = 500;

interface NumberedEvent {
  /** From 1, without gaps. */
  readonly seq: number;
  readonly event: LiveEvent;
}

/** What was told so far, so that whoever was away misses nothing. */
export class EventLog {
  readonly #storage: ObjectStorage;

  constructor(storage: ObjectStorage) {
    this.#storage = storage;
  }

  append(events: readonly LiveEvent[]): void {
    const known = this.#all();
    const first = (known.at(-1)?.seq ?? 0) + 1;
    const added = events.map((event, index) => ({ seq: first + index, event }));
    this.#storage.put(KEY, [...known, ...added].slice(-KEPT));
  }

  /** Those from `seq` on. */
  from(seq: number): readonly NumberedEvent[] {
    return this.#all().filter((numbered) => numbered.seq >= seq);
  }

  /** How many utterances were to be told before event `seq`. */
  utterancesBefore(seq: number): number {
    const marks = this.#all().filter((numbered) => numbered.seq < seq);
    return Math.max(0, ...marks.map(({ event }) => (event.type === 'transcript' && event.until) || 0));
  }

  forget(): void {
    this.#storage.delete(KEY);
  }

  #all(): readonly NumberedEvent[] {
    return this.#storage.get<readonly NumberedEvent[]>(KEY) ?? [];
  }
}

/**
 * How far somebody has got: event `seq`, and of a transcript the utterances before `utterance`. An event's id is
 * `<seq>`, an utterance's `<seq>.<utterance>`.
 */
export interface Cursor {
  readonly seq: number;
  /** Next utterance of the transcript that is event `seq`; `null`: event `seq` was told completely. */
  readonly utterance: number | null;
}

const START: Cursor = { seq: 0, utterance: null };

/** Reads what an event's id was, as it comes back in `Last-Event-ID`; anything else means from the start. */
export function parseCursor(text: string | null): Cursor {
  const match = /^(\d{1,9})(?:\.(\d{1,9}))?$/.exec(text ?? '');
  if (!match) return START;
  return { seq: Number(match[1]), utterance: match[2] === undefined ? null : Number(match[2]) + 1 };
}

/** Number of the event that is told next, wholly or from `utterance` on. */
function nextSeq({ seq, utterance }: Cursor): number {
  return utterance === null ? seq + 1 : seq;
}

/** An event as it is sent. */
export interface FeedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
  /** Where whoever got this has got to. */
  readonly cursor: Cursor;
}

export interface FeedSource {
  readonly log: EventLog;
  readonly job: () => Job | null;
  /** What was said, as far as it is stored; none where it is not stored any more. */
  readonly utterances: () => Promise<readonly Utterance[]>;
}

/** What is to be told after `cursor`, as far as it has happened. */
export async function* eventsAfter(
  { log, utterances }: FeedSource,
  cursor: Cursor,
): AsyncGenerator<FeedEvent> {
  for (const { seq, event } of log.from(nextSeq(cursor))) {
    if (event.type !== 'transcript') yield toFeedEvent({ seq, event });
    else {
      const first = Math.max(log.utterancesBefore(seq), (seq === cursor.seq && cursor.utterance) || 0);
      yield* utteranceEvents(seq, (await utterances()).slice(0, event.until), first);
    }
  }
}

/** Whether everything was told to whoever is at `cursor`, and nothing more will be. */
export function hasEnded({ log, job }: FeedSource, cursor: Cursor): boolean {
  const current = job();
  return current === null || (isOver(current.analysis) && log.from(nextSeq(cursor)).length === 0);
}

function toFeedEvent({ seq, event }: NumberedEvent): FeedEvent {
  const data = 'data' in event ? event.data : {};
  return { id: String(seq), type: event.type, data, cursor: { seq, utterance: null } };
}

function* utteranceEvents(seq: number, all: readonly Utterance[], first: number): Generator<FeedEvent> {
  for (const { index, speaker, role, startMs, endMs, text } of all.slice(first)) {
    const isLast = index === all.length - 1;
    yield {
      id: `${seq}.${index}`,
      type: 'utterance',
      data: { index, speaker, role, start: startMs / 1000, end: endMs / 1000, text },
      cursor: { seq, utterance: isLast ? null : index + 1 },
    };
  }
}
