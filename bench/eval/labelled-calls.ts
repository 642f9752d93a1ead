import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Transcript } from '../../src/domain/transcript.ts';
import { tokenise } from '../../src/text/tokens.ts';

const Segment = z.object({
  role: z.enum(['agent', 'caller']),
  start_ms: z.int(),
  duration_ms: z.int(),
  text: z.string(),
  dialog_acts: z.array(z.string()),
  emotion: z.object({ positive: z.number(), negative: z.number() }),
});
export type Segment = z.infer<typeof Segment>;

const LabelledCall = z.object({
  sid: z.string(),
  tasks: z.array(z.object({ task_type: z.string() })),
  segments: z.array(Segment),
});

/** A labelled call and the transcript it is analysed as; segment `i` is utterance `i`. */
export interface LabelledCall {
  readonly id: string;
  readonly task: string;
  readonly segments: readonly Segment[];
  readonly transcript: Transcript;
}

/** Reads every call of a folder in the format of the labelled calls, in order of file name. */
export function readLabelledCalls(folder: string): LabelledCall[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .toSorted()
    .map((file) => {
      const { sid, tasks, segments } = LabelledCall.parse(
        JSON.parse(readFileSync(path.join(folder, file), 'utf8')),
      );
      return { id: sid, task: tasks[0]?.task_type ?? '', segments, transcript: transcriptOf(segments) };
    });
}

/** Whether anything is said in the segment, marks of noise aside. */
export function isSpoken({ text }: Segment): boolean {
  return tokenise(text).length > 0;
}

function transcriptOf(segments: readonly Segment[]): Transcript {
  const utterances = segments.map(({ role, start_ms: startMs, duration_ms: lengthMs, text }, index) => ({
    index,
    speaker: role,
    role: role === 'agent' ? ('agent' as const) : ('customer' as const),
    channel: null,
    startMs: Math.max(0, startMs),
    endMs: Math.max(0, startMs) + Math.max(0, lengthMs),
    text,
    confidence: null,
    words: [],
  }));
  const durationMs = utterances.reduce((end, { endMs }) => Math.max(end, endMs), 0);
  return { language: 'en', durationMs, engine: 'submitted', wordTimes: 'none', utterances };
}
