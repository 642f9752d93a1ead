import { z } from 'zod';
import type { Job } from '../../../domain/job.ts';
import { isOver } from '../../../domain/analysis.ts';
import { LiveEvent } from '../../../domain/progress.ts';
import type { Utterance } from '../../../domain/transcript.ts';
import type { ObjectStorage, StoredRecord } from '../../storage.ts';

/** Retries and rescores add to the log; somebody who was away for longer starts with the oldest that is kept. */
const KEPT = 500;

/** `seq`: from 1, without gaps. */
const NumberedEvent = z.strictObject({ seq: z.int().positive(), event: LiveEvent });
type NumberedEvent = z.infer<typeof NumberedEvent>;

/** The events so far, so that whoever was away misses none. */
export class EventLog {
  readonly #events: StoredRecord<readonly NumberedEvent[]>;

  constructor(storage: ObjectStorage) {
    const schema = z.array(NumberedEvent).readonly();
    this.#events = storage.record({ key: 'live_events', version: 1, schema });
  }

  append(events: readonly LiveEvent[]): void {
    const known = this.#all();
    const first = (known.at(-1)?.seq ?? 0) + 1;
    const added = events.map((event, index) => ({ seq: first + index, event }));
    this.#events.write([...known, ...added].slice(-KEPT));
  }

  /** Those from `seq` on. */
  from(seq: number): readonly NumberedEvent[] {
    return this.#all().filter((numbered) => numbered.seq >= seq);
  }

  /** How many utterances come before event `seq`. */
  utterancesBefore(seq: number): number {
    const marks = this.#all().filter((numbered) => numbered.seq < seq);
    return Math.max(0, ...marks.map(({ event }) => (event.type === 'transcript' && event.until) || 0));
  }

  forget(): void {
    this.#events.delete();
  }

  #all(): readonly NumberedEvent[] {
    return this.#events.read() ?? [];
  }
}

/**
 * How far a listener has got: event `seq`, and of a transcript the utterances before `utterance`. An event's id is
 * `<seq>`, an utterance's `<seq>.<utterance>`.
 */
export interface Cursor {
  readonly seq: number;
  /** Next utterance of the transcript that is event `seq`; `null`: event `seq` was sent completely. */
  readonly utterance: number | null;
}

/** The cursor after the event with this id, as it comes back in `Last-Event-ID`; of anything else the start. */
export function parseCursor(text: string | null): Cursor {
  const match = /^(\d{1,9})(?:\.(\d{1,9}))?$/.exec(text ?? '');
  if (!match) return { seq: 0, utterance: null };
  return { seq: Number(match[1]), utterance: match[2] === undefined ? null : Number(match[2]) + 1 };
}

/** An event as it is sent. */
export interface FeedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
  /** Where the listener is once it has this event. */
  readonly cursor: Cursor;
}

export interface FeedSource {
  readonly log: EventLog;
  readonly job: () => Job | null;
  /** The utterances that are stored; none where they are not stored any more. */
  readonly utterances: () => Promise<readonly Utterance[]>;
}

/** The events after `cursor` that have happened so far. */
export async function* eventsAfter(
  { log, utterances }: FeedSource,
  cursor: Cursor,
): AsyncGenerator<FeedEvent> {
  for (const { seq, event } of log.from(nextSeq(cursor))) {
    if (event.type !== 'transcript') yield toFeedEvent(seq, event);
    else {
      const first = Math.max(log.utterancesBefore(seq), (seq === cursor.seq && cursor.utterance) || 0);
      yield* utteranceEvents(seq, (await utterances()).slice(0, event.until), first);
    }
  }
}

/** Whether a listener at `cursor` has every event, and no more will come. */
export function hasEnded({ log, job }: FeedSource, cursor: Cursor): boolean {
  const current = job();
  return current === null || (isOver(current.analysis) && log.from(nextSeq(cursor)).length === 0);
}

/** Number of the next event, to be sent wholly or from `utterance` on. */
function nextSeq({ seq, utterance }: Cursor): number {
  return utterance === null ? seq + 1 : seq;
}

function toFeedEvent(seq: number, event: LiveEvent): FeedEvent {
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
