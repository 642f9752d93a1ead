import { isOver } from '../../domain/live-event.ts';
import type { Job } from '../../domain/job.ts';
import type { Utterance } from '../../domain/transcript.ts';
import type { Cursor } from './cursor.ts';
import { nextSeq } from './cursor.ts';
import type { EventLog, NumberedEvent } from './event-log.ts';

/** An event as it is sent. */
export interface Told {
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
export async function* toldAfter({ log, utterances }: FeedSource, cursor: Cursor): AsyncGenerator<Told> {
  for (const { seq, event } of log.from(nextSeq(cursor))) {
    if (event.type !== 'transcript') yield tell({ seq, event });
    else {
      const first = Math.max(log.utterancesBefore(seq), (seq === cursor.seq && cursor.utterance) || 0);
      yield* tellUtterances(seq, (await utterances()).slice(0, event.until), first);
    }
  }
}

/** Whether everything was told to whoever is at `cursor`, and nothing more will be. */
export function isAllTold({ log, job }: FeedSource, cursor: Cursor): boolean {
  const current = job();
  return current === null || (isOver(current.analysis) && log.from(nextSeq(cursor)).length === 0);
}

function tell({ seq, event }: NumberedEvent): Told {
  const data = 'data' in event ? event.data : {};
  return { id: String(seq), type: event.type, data, cursor: { seq, utterance: null } };
}

function* tellUtterances(seq: number, all: readonly Utterance[], first: number): Generator<Told> {
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
