import { z } from 'zod';
import { fitsAsJson, tooLargeAsJson } from './json.ts';
import { AnalysisConfig, Goal, Keyword, TaxonomyTopic } from './analysis-config.ts';

/** What an account can configure: any number of goals and taxonomies, numbered from 1, and one of each of the others. */
export type ConfigurationKind = 'goal' | 'taxonomy' | 'rules' | 'prompts' | 'vocabulary';

/** How many an account has at once, in each mode. */
export const MOST_ENTRIES: Readonly<Record<ConfigurationKind, number>> = {
  goal: 100,
  taxonomy: 4,
  rules: 1,
  prompts: 1,
  vocabulary: 1,
};
/** Of one entry. */
export const MOST_VERSIONS = 1_000;
/** Size of one entry as JSON: a row of the database has room for it. */
export const MAX_ENTRY_BYTES = 512 * 1024;

/** One version of an entry. Versions never change; an update makes a new one. */
export interface ConfigurationVersion {
  readonly kind: ConfigurationKind;
  /** Identifies the entry within account, mode and kind; never given twice. */
  readonly number: number;
  /** From 1. */
  readonly version: number;
  /** As the caller wrote it; `null`: with this version the entry was deleted. */
  readonly content: unknown;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly createdAt: number;
}

const MAX_KEYTERMS = 100;
const KEYTERM_MAX_CHARACTERS = 50;

/** Words that speech models would not expect: names of products, people and places, terms of a trade. */
export const Keyterms = z
  .array(
    z
      .string()
      .trim()
      .min(1)
      .max(KEYTERM_MAX_CHARACTERS)
      .refine((term) => !/\p{Cc}/u.test(term), 'must not have control characters'),
  )
  .max(MAX_KEYTERMS);

/** The terms of an account, expected in all of its calls. */
export const VocabularyContent = z.strictObject({ terms: Keyterms.default([]) });
export type VocabularyContent = z.infer<typeof VocabularyContent>;

/** At most 100 terms, each once whatever its case: those of the call, then those of the account. */
export function mergedKeyterms(ofCall: readonly string[], ofAccount: readonly string[]): readonly string[] {
  const bySpelling = new Map<string, string>();
  for (const term of [...ofCall, ...ofAccount]) {
    const spelling = term.toLowerCase();
    if (!bySpelling.has(spelling)) bySpelling.set(spelling, term);
  }
  return [...bySpelling.values()].slice(0, MAX_KEYTERMS);
}

const Prompt = z.string().trim().min(1).max(2_000).optional();

/** What the account asks of parts of a report, in its own words. Only a language model follows it. */
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

const settings = AnalysisConfig.shape;

function fits<Schema extends z.ZodType>(schema: Schema): Schema {
  return schema.refine((value) => fitsAsJson(value, MAX_ENTRY_BYTES), tooLargeAsJson(MAX_ENTRY_BYTES));
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
