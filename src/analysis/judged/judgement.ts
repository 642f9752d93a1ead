import { z } from 'zod';

/** How a language model took part in a report. */
export const Judgement = z.strictObject({
  model: z.string(),
  /** Version of the rules every task begins with. */
  rulesVersion: z.int().positive(),
  /**
   * Which version of its prompt each section was asked with; and of `record` and `wishes`, where a long call was condensed
   * and where the account wrote custom prompts.
   */
  prompts: z.array(z.strictObject({ section: z.string(), version: z.int().positive() })),
  /** Calls that were answered, and how many of them were the second try after an answer that did not fit. */
  calls: z.int().nonnegative(),
  repairs: z.int().nonnegative(),
  inputTokens: z.int().nonnegative(),
  outputTokens: z.int().nonnegative(),
  /** Parts that a long call was condensed in; `extracted` of them by quoting it alone. `null`: it was judged whole. */
  condensed: z
    .strictObject({ parts: z.int().positive(), extracted: z.int().nonnegative() })
    .nullable()
    .default(null),
});
export type Judgement = z.infer<typeof Judgement>;

/** What a reader of the report should know: why something was not done as it was to be. */
export const Warning = z.strictObject({
  /** A section of the report; `record` of a condensed call, `all` where no section is meant. */
  section: z.string(),
  code: z.enum([
    'model_unavailable',
    'model_quota_used',
    'model_rejected',
    'model_answer_invalid',
    'transcript_too_long',
    'configuration_too_long',
    'custom_prompt_not_followed',
    'playbook_shortened',
  ]),
  message: z.string(),
});
export type Warning = z.infer<typeof Warning>;
