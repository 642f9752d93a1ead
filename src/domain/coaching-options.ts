import { z } from 'zod';
import { CustomPrompts } from './custom-prompts.ts';

/** Kept with the analysis, whose row is read in lists. */
const PLAYBOOK_MAX_CHARACTERS = 20_000;

/** Options that clients of coaching APIs send within `options`. They are shown again with the analysis. */
export const coachingOptions = {
  /** The same as `callback_url` beside `options`, which goes first. */
  callback_url: z
    .url({ protocol: /^https?$/ })
    .max(2048)
    .optional(),
  /** Accepted for such clients; speakers are told apart either way. */
  skip_diarization: z.boolean().optional(),
  /** What the organisation asks of its agents: one instruction to a line or sentence. */
  playbook_content: z.string().min(1).max(PLAYBOOK_MAX_CHARACTERS).optional(),
  /** What the whole report should look at, in the account's words. A language model alone follows it. */
  prompt_overrides: z
    .array(z.strictObject({ title: z.string().max(200), content: z.string().max(2000) }))
    .max(10)
    .optional(),
  /** The same for parts of the report; goes before the account's own for the part. */
  custom_prompts: CustomPrompts.optional(),
};
