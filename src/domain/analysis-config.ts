import { z } from 'zod';

const Name = z.string().trim().min(1).max(120);
const Phrase = z.string().trim().min(1).max(200);
const phrases = (max: number) => z.array(Phrase).max(max).default([]);
const ItemNumber = z.int().positive().nullable().default(null);
const DurationMs = z.int().min(100).max(600_000);

/** Something the account wants to see happen in a call. Example phrases decide far better than a description. */
export const Goal = z.strictObject({
  /** The id of the goal in the formats; `null`: its position in the list, from 1. */
  number: ItemNumber,
  name: Name,
  description: z.string().trim().max(2_000).default(''),
  examples: phrases(50),
  /** Who has to do it. */
  by: z.enum(['agent', 'customer', 'anyone']).default('agent'),
  /** Only speech that starts within the first seconds of the recording counts. */
  withinSeconds: z.int().positive().max(86_400).nullable().default(null),
});
export type Goal = z.infer<typeof Goal>;

/** A word or phrase to count; `phrases` are further wordings counted under the same name. */
export const Keyword = z.strictObject({ number: ItemNumber, name: Name, phrases: phrases(50) });
export type Keyword = z.infer<typeof Keyword>;

/** A subject calls are sorted by, and wordings callers use for it. */
export const TaxonomyTopic = z.strictObject({ name: Name, phrases: phrases(100) });
export type TaxonomyTopic = z.infer<typeof TaxonomyTopic>;

/** A text the agent must say: any one of its phrases, in these or similar words. */
export const Disclosure = z.strictObject({ name: Name, phrases: z.array(Phrase).min(1).max(50) });
export type Disclosure = z.infer<typeof Disclosure>;

export const SensitiveKind = z.enum([
  'card',
  'security_code',
  'national_id',
  'account_number',
  'password',
  'date_of_birth',
]);
export type SensitiveKind = z.infer<typeof SensitiveKind>;

/**
 * Backchannels ("mm-hmm", "uh-huh") are not among them: they answer the other speaker. Words from "like" on count only where
 * their neighbours show that they carry no meaning (`analysis/metrics/filler-words.ts`).
 */
const DEFAULT_FILLER_WORDS: readonly string[] = [
  'um',
  'umm',
  'uhm',
  'uh',
  'uhh',
  'er',
  'erm',
  'hmm',
  'ah',
  'eh',
  'basically',
  'literally',
  'like',
  'you know',
  'i mean',
  'sort of',
  'kind of',
];

const DEFAULT_DISCLOSURES = [
  {
    name: 'call_recording_notice',
    phrases: [
      'this call is being recorded',
      'this call may be recorded',
      'calls are recorded for quality and training',
      'recorded line',
    ],
  },
];

/** Everything about an analysis that an account can choose. `AnalysisConfig.parse({})` gives the defaults. */
export const AnalysisConfig = z.strictObject({
  fillerWords: z
    .array(Phrase)
    .max(200)
    .default([...DEFAULT_FILLER_WORDS]),
  /** Silence from this length on is dead air, unless it is hold. */
  deadAirMs: DurationMs.default(5_000),
  /** A gap from this length on is listed as a pause. */
  pauseMs: DurationMs.default(2_000),
  /** A pause up to this length is compliant. */
  maxPauseMs: DurationMs.default(5_000),
  /** Shortest overlap that makes an interruption. */
  interruptionOverlapMs: z.int().min(0).max(10_000).default(300),
  /** The caller's identity must be established before this time of the recording. */
  identityWithinMs: DurationMs.default(15_000),
  /** The purpose of the call must be stated within this many turns of the agent. */
  purposeWithinAgentTurns: z.int().min(1).max(100).default(4),
  disclosures: z.array(Disclosure).max(50).default(DEFAULT_DISCLOSURES),
  prohibitedPhrases: z.array(Phrase).max(500).default([]),
  sensitiveData: z
    .array(SensitiveKind)
    .max(20)
    .default([...SensitiveKind.options]),
  keywords: z.array(Keyword).max(200).default([]),
  taxonomy: z.array(TaxonomyTopic).max(200).default([]),
  goals: z.array(Goal).max(100).default([]),
  /** What the organisation asks of its agents: one instruction to a line or sentence. */
  organisationPrompt: z.string().trim().max(500_000).nullable().default(null),
  /** What sections of the report should look at; all of them where `section` is null. A language model alone follows it. */
  customInstructions: z
    .array(z.strictObject({ section: z.string().nullable(), title: z.string().nullable(), text: z.string() }))
    .max(50)
    .default([]),
});
export type AnalysisConfig = z.infer<typeof AnalysisConfig>;
/** The same before it is parsed: everything is optional. */
export type AnalysisConfigInput = z.input<typeof AnalysisConfig>;

const EntryVersion = z.strictObject({ id: z.int().positive(), version: z.int().positive() });

/** Which versions of the account's configuration a report was made with; `null` and empty stand for the defaults. */
export const ConfigurationNames = z.strictObject({
  goals: z.array(EntryVersion),
  taxonomies: z.array(EntryVersion),
  rulesVersion: z.int().positive().nullable(),
  promptsVersion: z.int().positive().nullable(),
  masterPrompt: z.strictObject({ id: z.string(), version: z.string() }).nullable(),
});
export type ConfigurationNames = z.infer<typeof ConfigurationNames>;

export const NO_CONFIGURATION: ConfigurationNames = {
  goals: [],
  taxonomies: [],
  rulesVersion: null,
  promptsVersion: null,
  masterPrompt: null,
};
