import { z } from 'zod';
import { Step } from './task.ts';

/** Has a task of an analysis done: a whole step, or one chunk of its recording. Messages carry ids, never content. */
export const StepMessage = z.strictObject({
  version: z.literal(1),
  analysisId: z.uuid(),
  step: Step,
  /** Position of the chunk of the recording, from 0; absent: the step is one task. */
  chunk: z.int().nonnegative().optional(),
  /** The account that keeps a slot for this task; it is given back where there is nothing to be done. */
  slotOf: z.string().max(100).optional(),
});
export type StepMessage = Readonly<z.infer<typeof StepMessage>>;

/** Has a chunk of a batch worked on: its items become analyses, or are cancelled. `chunk` is its position, from 0. */
export const ChunkMessage = z.strictObject({
  version: z.literal(1),
  batchId: z.string().max(100),
  chunk: z.int().nonnegative(),
});
export type ChunkMessage = Readonly<z.infer<typeof ChunkMessage>>;
