import { z } from 'zod';

/** Messages carry ids, never content. */
export const StepMessage = z.strictObject({
  version: z.literal(1),
  analysisId: z.uuid(),
  step: z.enum(['ingest', 'transcribe', 'merge', 'analyse']),
  /** Which chunk of a recording; absent: the step is one task. */
  chunk: z.int().nonnegative().optional(),
  /** The account that keeps a slot for this task. */
  slotOf: z.string().max(100).optional(),
});
/** A chunk of a batch whose items are to become analyses, or are to be cancelled. */
export const ChunkMessage = z.strictObject({
  version: z.literal(1),
  batchId: z.string().max(100),
  chunk: z.int().nonnegative(),
});

export type StepMessage = z.infer<typeof StepMessage>;
