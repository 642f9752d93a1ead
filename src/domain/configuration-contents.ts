import { z } from 'zod';
import { AnalysisConfig, Goal, Keyword, TaxonomyTopic } from './analysis-config.ts';
import { CustomPrompts, MAX_ENTRY_BYTES } from './configuration.ts';

const settings = AnalysisConfig.shape;

function fits<Schema extends z.ZodType>(schema: Schema): Schema {
  return schema.refine(
    (value) => new TextEncoder().encode(JSON.stringify(value)).byteLength <= MAX_ENTRY_BYTES,
    `must be at most ${MAX_ENTRY_BYTES} bytes as JSON`,
  );
}

/** A goal as a caller writes it. */
export const GoalContent = fits(
  z.strictObject({
    name: Goal.shape.name,
    description: Goal.shape.description,
    /** Wordings that meet it. They decide far better than a description. */
    examples: Goal.shape.examples,
    by: Goal.shape.by,
    within_seconds: Goal.shape.withinSeconds,
  }),
);
export type GoalContent = z.infer<typeof GoalContent>;

/** Subjects calls are sorted by. */
export const TaxonomyContent = fits(
  z.strictObject({ name: TaxonomyTopic.shape.name, topics: z.array(TaxonomyTopic).min(1).max(50) }),
);
export type TaxonomyContent = z.infer<typeof TaxonomyContent>;

/** What a call is held against. Whatever is left out is as in `AnalysisConfig`, which explains every member. */
export const RulesContent = fits(
  z.strictObject({
    disclosures: settings.disclosures,
    prohibited_phrases: settings.prohibitedPhrases,
    keywords: z
      .array(Keyword.omit({ number: true }))
      .max(200)
      .default([]),
    filler_words: settings.fillerWords,
    sensitive_data: settings.sensitiveData,
    dead_air_ms: settings.deadAirMs,
    pause_ms: settings.pauseMs,
    max_pause_ms: settings.maxPauseMs,
    interruption_overlap_ms: settings.interruptionOverlapMs,
    identity_within_ms: settings.identityWithinMs,
    purpose_within_agent_turns: settings.purposeWithinAgentTurns,
  }),
);
export type RulesContent = z.infer<typeof RulesContent>;

/** The prompts calls are analysed with. */
export const PromptsContent = fits(
  z.strictObject({
    /** Names the prompt that the account's analyses are based on; formats show both. */
    master_prompt: z
      .strictObject({ id: z.string().min(1).max(120), version: z.string().min(1).max(60) })
      .nullable()
      .default(null),
    /** What the organisation asks of its agents in general: one instruction to a line or sentence. */
    organization_prompt: z.string().trim().min(1).max(100_000).nullable().default(null),
    /** What agents are to do in a call: one instruction to a line or sentence. */
    playbook: z.string().trim().min(1).max(380_000).nullable().default(null),
    /** What parts of every report should look at, in the account's words. A language model alone follows it. */
    custom_prompts: CustomPrompts.default({}),
  }),
);
export type PromptsContent = z.infer<typeof PromptsContent>;
