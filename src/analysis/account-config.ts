import type { z } from 'zod';
import {
  AnalysisConfig,
  type AnalysisConfigInput,
  type ConfigurationNames,
  type Goal,
  NO_CONFIGURATION,
} from '../domain/analysis-config.ts';
import {
  type ConfigurationVersion,
  type CustomPrompts,
  GoalContent,
  PromptsContent,
  RulesContent,
  TaxonomyContent,
} from '../domain/configuration.ts';

/** What may be given with a call in place of the account's prompts, or beside them. */
export interface CallPrompts {
  readonly playbook_content?: string | undefined;
  readonly prompt_overrides?: readonly { title: string; content: string }[] | undefined;
  readonly custom_prompts?: CustomPrompts | undefined;
}

/**
 * What a call is analysed with, made of the account's configuration and of what was given with the call (`ofCall`), which
 * goes before; and the versions it was made of. An account without goals has three general ones. Throws `ZodError` where a
 * stored entry does not fit its schema.
 */
export function toAccountConfig(
  entries: readonly ConfigurationVersion[],
  ofCall: CallPrompts = {},
): { config: AnalysisConfig; names: ConfigurationNames } {
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

/** Sections whose custom prompt has another name in the published formats. */
const SECTION_OF_PART: Readonly<Record<string, string>> = { action_items: 'actionItems', quality: 'service' };

/**
 * The custom prompts of the call, those of the account for parts the call has none for, and the overrides, which are about
 * all sections.
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

/** The goals of an account that has none of its own. */
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
