import { z } from 'zod';
import {
  AnalysisConfig,
  type AnalysisConfigInput,
  type ConfigurationNames,
  Goal,
  NO_CONFIGURATION,
  SensitiveKind,
} from '../domain/analysis-config.ts';
import { type ConfigurationVersion, CustomPrompts, MAX_ENTRY_BYTES } from '../domain/configuration.ts';

const Name = z.string().trim().min(1).max(120);
const Phrase = z.string().trim().min(1).max(200);
const Milliseconds = z.int().min(100).max(600_000);
const Keyword = z.strictObject({ name: Name, phrases: z.array(Phrase).max(50).default([]) });

function fits<Schema extends z.ZodType>(schema: Schema): Schema {
  return schema.refine(
    (value) => new TextEncoder().encode(JSON.stringify(value)).byteLength <= MAX_ENTRY_BYTES,
    `must be at most ${MAX_ENTRY_BYTES} bytes as JSON`,
  );
}

/** A goal as a caller writes it. */
export const GoalContent = fits(
  z.strictObject({
    name: Name,
    description: z.string().trim().max(2_000).default(''),
    /** Wordings that meet it. They decide far better than a description. */
    examples: z.array(Phrase).max(50).default([]),
    by: Goal.shape.by,
    within_seconds: z.int().positive().max(86_400).nullable().default(null),
  }),
);
export type GoalContent = z.infer<typeof GoalContent>;

/** Subjects calls are sorted by. */
export const TaxonomyContent = fits(
  z.strictObject({
    name: Name,
    topics: z
      .array(z.strictObject({ name: Name, phrases: z.array(Phrase).max(100).default([]) }))
      .min(1)
      .max(50),
  }),
);
export type TaxonomyContent = z.infer<typeof TaxonomyContent>;

const DEFAULTS = AnalysisConfig.parse({});

/** What a call is held against. Whatever is left out is as it is by default. */
export const RulesContent = fits(
  z.strictObject({
    disclosures: z
      .array(z.strictObject({ name: Name, phrases: z.array(Phrase).min(1).max(50) }))
      .max(50)
      .default(DEFAULTS.disclosures),
    prohibited_phrases: z.array(Phrase).max(500).default([]),
    keywords: z.array(Keyword).max(200).default([]),
    filler_words: z.array(Phrase).max(200).default(DEFAULTS.fillerWords),
    sensitive_data: z.array(SensitiveKind).max(20).default(DEFAULTS.sensitiveData),
    /** Silence from this length on is dead air, unless it is hold. */
    dead_air_ms: Milliseconds.default(DEFAULTS.deadAirMs),
    /** A gap from this length on is listed as a pause; up to `max_pause_ms` it is compliant. */
    pause_ms: Milliseconds.default(DEFAULTS.pauseMs),
    max_pause_ms: Milliseconds.default(DEFAULTS.maxPauseMs),
    interruption_overlap_ms: z.int().min(0).max(10_000).default(DEFAULTS.interruptionOverlapMs),
    identity_within_ms: Milliseconds.default(DEFAULTS.identityWithinMs),
    purpose_within_agent_turns: z.int().min(1).max(100).default(DEFAULTS.purposeWithinAgentTurns),
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
    /** What agents are to do in a call, likewise. */
    playbook: z.string().trim().min(1).max(380_000).nullable().default(null),
    /** What parts of every report should look at, in the account's words. A language model alone follows it. */
    custom_prompts: CustomPrompts.default({}),
  }),
);
export type PromptsContent = z.infer<typeof PromptsContent>;

interface AccountConfig {
  readonly config: AnalysisConfig;
  readonly names: ConfigurationNames;
}

/**
 * What a call of the account is analysed with, and the versions that say so in its report. Without goals of its own an
 * account has three general ones. `ofCall`: what was given with the call goes before the account's own.
 * Throws where a stored entry does not fit its schema.
 */
export function toAccountConfig(
  entries: readonly ConfigurationVersion[],
  ofCall: CallPrompts = {},
): AccountConfig {
  const goals = entries.filter(({ kind }) => kind === 'goal');
  const taxonomies = entries.filter(({ kind }) => kind === 'taxonomy');
  const rules = entries.find(({ kind }) => kind === 'rules');
  const prompts = entries.find(({ kind }) => kind === 'prompts');
  const prompt = prompts === undefined ? null : PromptsContent.parse(prompts.content);
  const config = AnalysisConfig.parse({
    ...(rules && rulesInput(RulesContent.parse(rules.content))),
    goals: goals.length === 0 ? DEFAULT_GOALS : goals.map(goalInput),
    taxonomy: taxonomies.flatMap(({ content }) => TaxonomyContent.parse(content).topics),
    organisationPrompt: ofCall.playbook_content ?? promptText(prompt),
    customInstructions: customInstructionsOf(ofCall, prompt?.custom_prompts ?? {}),
  });
  const names: ConfigurationNames = {
    ...NO_CONFIGURATION,
    goals: goals.map(({ number, version }) => ({ id: number, version })),
    taxonomies: taxonomies.map(({ number, version }) => ({ id: number, version })),
    rulesVersion: rules?.version ?? null,
    promptsVersion: prompts?.version ?? null,
    masterPrompt: prompt?.master_prompt ?? null,
  };
  return { config, names };
}

function goalInput({ number, content }: ConfigurationVersion): z.input<typeof Goal> {
  const { within_seconds: withinSeconds, ...goal } = GoalContent.parse(content);
  return { ...goal, withinSeconds, number };
}

function rulesInput(rules: RulesContent): AnalysisConfigInput {
  return {
    disclosures: rules.disclosures,
    prohibitedPhrases: rules.prohibited_phrases,
    keywords: rules.keywords,
    fillerWords: rules.filler_words,
    sensitiveData: rules.sensitive_data,
    deadAirMs: rules.dead_air_ms,
    pauseMs: rules.pause_ms,
    maxPauseMs: rules.max_pause_ms,
    interruptionOverlapMs: rules.interruption_overlap_ms,
    identityWithinMs: rules.identity_within_ms,
    purposeWithinAgentTurns: rules.purpose_within_agent_turns,
  };
}

function promptText(prompts: PromptsContent | null): string | null {
  const texts = [prompts?.organization_prompt, prompts?.playbook].filter((text) => typeof text === 'string');
  return texts.length === 0 ? null : texts.join('\n');
}

/** What may come with a call in place of, or beside, the account's prompts. */
export interface CallPrompts {
  readonly playbook_content?: string | undefined;
  readonly prompt_overrides?: readonly { title: string; content: string }[] | undefined;
  readonly custom_prompts?: CustomPrompts | undefined;
}

/** Sections whose custom prompt goes by another name in the published formats. */
const SECTION_OF_PART: Readonly<Record<string, string>> = { action_items: 'actionItems', quality: 'service' };

/**
 * What the account asks of sections, in its own words: the custom prompts of the call, or where it has none for a part
 * those of the account, then the overrides, which are about all sections.
 */
function customInstructionsOf(
  { prompt_overrides: overrides = [], custom_prompts: ofCall = {} }: CallPrompts,
  ofAccount: CustomPrompts,
): AnalysisConfig['customInstructions'] {
  const prompts = Object.entries({ ...ofAccount, ...ofCall });
  return [
    ...prompts.flatMap(([part, text]) =>
      text === undefined ? [] : [{ section: SECTION_OF_PART[part] ?? part, title: null, text }],
    ),
    ...overrides
      .filter(({ content }) => content.trim() !== '')
      .map(({ title, content }) => ({ section: null, title, text: content })),
  ];
}

/** What a call is checked for until the account says what it wants to see. */
const DEFAULT_GOALS: NonNullable<AnalysisConfigInput['goals']> = [
  {
    name: 'Greeting and introduction',
    description: 'The agent greets the customer and says who is speaking.',
    examples: ['thank you for calling, this is', 'hello, my name is', 'good morning, this is', 'hi, this is'],
    withinSeconds: 30,
  },
  {
    name: 'Finding out the need',
    description: 'The agent asks what the customer needs.',
    examples: [
      'how can I help you today',
      'what can I do for you',
      'what are you looking for',
      'how do you do this today',
    ],
  },
  {
    name: 'Offer of a follow-up or further help',
    description: 'The agent offers to follow up, or asks whether anything else is needed.',
    examples: [
      'is there anything else I can help you with',
      'I will call you back',
      'I will send you an email',
      'can we schedule a follow-up call',
    ],
  },
];
