import { z } from 'zod';

const Prompt = z.string().trim().min(1).max(2_000).optional();

/** What is asked of parts of a report beside what every report has. Followed by a language model alone. */
export const CustomPrompts = z.strictObject({
  summary: Prompt,
  sentiment: Prompt,
  action_items: Prompt,
  topics: Prompt,
  quality: Prompt,
  compliance: Prompt,
  goals: Prompt,
  sales: Prompt,
  coaching: Prompt,
});
export type CustomPrompts = z.infer<typeof CustomPrompts>;

export const PROMPTED_PARTS = CustomPrompts.keyof().options;
