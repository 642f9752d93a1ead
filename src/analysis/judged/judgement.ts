import { z } from 'zod';

/** How a language model took part in a report. */
export const Judgement = z.strictObject({
  model: z.string(),
  /** Version of the rules every task begins with. */
  rulesVersion: z.int().positive(),
  /** Which version of its prompt each section was asked with. */
  prompts: z.array(z.strictObject({ section: z.string(), version: z.int().positive() })),
  /** Calls that were answered, and how many of them were the second try after an answer that did not fit. */
  calls: z.int().nonnegative(),
  repairs: z.int().nonnegative(),
  inputTokens: z.int().nonnegative(),
  outputTokens: z.int().nonnegative(),
});
export type Judgement = z.infer<typeof Judgement>;

/** Why a section was written offline although a language model was to write it. */
export const Warning = z.strictObject({
  section: z.string(),
  code: z.enum([
    'model_unavailable',
    'model_quota_used',
    'model_rejected',
    'model_answer_invalid',
    'transcript_too_long',
  ]),
  message: z.string(),
});
export type Warning = z.infer<typeof Warning>;
