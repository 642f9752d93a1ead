/**
 * How far somebody has got: event `seq`, and of a transcript the utterances before `utterance`. An event's id is
 * `<seq>`, an utterance's `<seq>.<utterance>`.
 */
export interface Cursor {
  readonly seq: number;
  /** Next utterance of the transcript that is event `seq`; `null`: event `seq` was told completely. */
  readonly utterance: number | null;
}

export const START: Cursor = { seq: 0, utterance: null };

/** Reads what an event's id was, as it comes back in `Last-Event-ID`; anything else means from the start. */
export function parseCursor(text: string | null): Cursor {
  const match = /^(\d{1,9})(?:\.(\d{1,9}))?$/.exec(text ?? '');
  if (!match) return START;
  return { seq: Number(match[1]), utterance: match[2] === undefined ? null : Number(match[2]) + 1 };
}

/** Number of the event that is told next, wholly or from `utterance` on. */
export function nextSeq({ seq, utterance }: Cursor): number {
  return utterance === null ? seq + 1 : seq;
}
