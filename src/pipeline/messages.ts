import { z } from 'zod';

/** Messages carry ids, never content. */
export const StepMessage = z.strictObject({
  version: z.literal(1),
  analysisId: z.uuid(),
  step: z.enum(['ingest', 'transcribe', 'analyse']),
});
export type StepMessage = z.infer<typeof StepMessage>;
