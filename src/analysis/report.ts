import { z } from 'zod';
import { type AnalysisConfig, ConfigurationNames, NO_CONFIGURATION } from '../domain/analysis-config.ts';
import type { Transcript } from '../domain/transcript.ts';
import { findEntities } from '../pii/find-entities.ts';
import { PLAYBOOK_CHARACTERS } from '../scorecards/playbook.ts';
import { Evidence, EvidenceCount, verifyEvidence } from '../text/evidence.ts';
import { parseTranscript } from '../text/parsed-transcript.ts';
import { findCallFacts } from '../understanding/call-facts.ts';
import { readTone } from '../understanding/tone.ts';
import { measureParsed } from './metrics/conversation.ts';
import { leaveOutPromptInjection } from './prompt-injection.ts';
import type { SectionInput } from './section.ts';
import { actionItems } from './sections/action-items.ts';
import { coaching } from './sections/coaching.ts';
import { compliance } from './sections/compliance.ts';
import { conversation } from './sections/conversation.ts';
import { emotions } from './sections/emotions.ts';
import { entities } from './sections/entities.ts';
import { goals } from './sections/goals.ts';
import { keywords } from './sections/keywords.ts';
import { organisation } from './sections/organisation.ts';
import { sales } from './sections/sales.ts';
import { sentiment } from './sections/sentiment.ts';
import { service } from './sections/service.ts';
import { summary } from './sections/summary.ts';
import { topics } from './sections/topics.ts';

/** How a language model took part in a report. */
export const LlmUsage = z.strictObject({
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
export type LlmUsage = z.infer<typeof LlmUsage>;

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

/** Every section of the report, in the order in which it is written. The only list of them. */
export const sections = [
  conversation,
  summary,
  sentiment,
  actionItems,
  topics,
  keywords,
  service,
  compliance,
  sales,
  coaching,
  goals,
  organisation,
  emotions,
  entities,
] as const;

type Registered = (typeof sections)[number];
type SectionShape = { [Entry in Registered as Entry['name']]: Entry['schema'] };

/** The schema of each registered section under its name. */
function sectionShape(): SectionShape;
function sectionShape(): Record<string, z.ZodType> {
  return Object.fromEntries(sections.map(({ name, schema }) => [name, schema]));
}

/** The canonical report: one member per registered section. */
export const Report = z.strictObject({
  language: z.string(),
  /** When the call took place, ISO 8601 with offset; null where nobody said. */
  recordedAt: z.string().nullable(),
  /** Quotes looked up in the transcript, and those not found there and therefore left out. */
  quotes: EvidenceCount,
  configuration: ConfigurationNames.default(NO_CONFIGURATION),
  /** How a language model took part; `null`: none was asked. */
  judgement: LlmUsage.nullable().default(null),
  /** What was said to whoever judges the call; no judgement rests on it. */
  setAside: z.array(Evidence).default([]),
  /** Sections that fell back to the offline computation, and why. */
  warnings: z.array(Warning).default([]),
  ...sectionShape(),
});
export type Report = z.infer<typeof Report>;

export interface AnalyseOptions {
  readonly recordedAt: string | null;
  readonly config: AnalysisConfig;
  /** Which versions `config` was made from; by default those of everybody. */
  readonly names?: ConfigurationNames;
}

/** What the sections of one transcript are computed from. Linear in the length of the transcript. */
export function sectionInput(transcript: Transcript, { recordedAt, config }: AnalyseOptions): SectionInput {
  const said = parseTranscript(transcript);
  const measured = measureParsed(said, transcript.durationMs, config);
  const heard = leaveOutPromptInjection(transcript);
  const { promptInjection: setAside } = heard;
  const reading = setAside.length === 0 ? said : parseTranscript(heard.transcript);
  const conversation = reading === said ? measured : measureParsed(reading, transcript.durationMs, config);
  const tone = readTone(reading);
  const story = findCallFacts({ trusted: reading, tone });
  const entities =
    story === null
      ? []
      : findEntities(said, { names: story.names, company: story.people.company }, recordedAt);
  return {
    transcript,
    recordedAt,
    config,
    fullConversation: measured,
    full: said,
    trustedConversation: conversation,
    trusted: reading,
    promptInjection: setAside,
    tone,
    facts: story,
    entities,
  };
}

/**
 * Analyses a transcript offline: the same input gives the same report, byte for byte. Roles must be decided before
 * (`decideRoles`). Throws only where a section breaks its own schema.
 */
export function analyse(transcript: Transcript, options: AnalyseOptions): Report {
  const input = sectionInput(transcript, options);
  const { names = NO_CONFIGURATION } = options;
  return composeReport(transcript, options.recordedAt, writeOffline(input), {
    names,
    config: options.config,
    promptInjection: input.promptInjection,
  });
}

/** Every section as the offline computation writes it, by name. */
export function writeOffline(input: SectionInput): Record<string, unknown> {
  return Object.fromEntries(sections.map(({ name, offline }) => [name, offline(input)]));
}

/** What a report says about its making beside its sections. */
export interface ReportNotes {
  readonly names?: ConfigurationNames | undefined;
  /** What the sections were made with: warnings tell what of it had no effect. */
  readonly config?: AnalysisConfig;
  readonly judgement?: LlmUsage;
  readonly promptInjection?: readonly Evidence[];
  readonly warnings?: readonly Warning[];
  /** Quotes of a model that were not in the transcript and are no longer in the sections. */
  readonly quotesDropped?: number;
}

/** Puts sections together, whatever engine made them: drops quotes that are not in the transcript and parses the whole. */
export function composeReport(
  transcript: Transcript,
  recordedAt: string | null,
  drafted: Record<string, unknown>,
  notes: ReportNotes = {},
): Report {
  const {
    names = NO_CONFIGURATION,
    config,
    judgement = null,
    promptInjection: setAside = [],
    quotesDropped = 0,
  } = notes;
  const { value, count } = verifyEvidence(drafted, transcript);
  const { language } = transcript;
  return Report.parse({
    language,
    recordedAt,
    quotes: { checked: count.checked + quotesDropped, dropped: count.dropped + quotesDropped },
    configuration: names,
    judgement,
    setAside: [...setAside],
    warnings: [
      ...(notes.warnings ?? []),
      ...(config ? configurationWarnings(config, enginesOf(value), judgement) : []),
    ],
    ...value,
  });
}

/** What made each section that says so, by the name of the section. */
function enginesOf(drafted: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(drafted).flatMap(([name, section]) =>
      typeof section === 'object' &&
      section !== null &&
      'engine' in section &&
      typeof section.engine === 'string'
        ? [[name, section.engine]]
        : [],
    ),
  );
}

const NOT_FOLLOWED =
  'A custom prompt is followed by a language model alone, and no language model wrote this section.';
const NOT_FOLLOWED_AT_ALL =
  'Prompt overrides are followed by a language model alone, and no language model wrote this report.';
const SHORTENED = `Only the first ${PLAYBOOK_CHARACTERS} characters of the organisation’s prompts were read.`;

/** What of the account's own words had no effect. `engines`: what wrote each section, by name. */
function configurationWarnings(
  { customInstructions: wishes, organisationPrompt }: AnalysisConfig,
  engines: Readonly<Record<string, string>>,
  judgement: LlmUsage | null,
): Warning[] {
  const isJudged = (section: string) => judgement !== null && engines[section] === judgement.model;
  const sections = new Set(wishes.flatMap(({ section }) => section ?? []));
  const unheard = [...sections].filter((section) => !isJudged(section));
  const isUnheardByAll =
    wishes.some(({ section }) => section === null) && !Object.keys(engines).some(isJudged);
  const code = 'custom_prompt_not_followed';
  return [
    ...unheard.map((section): Warning => ({ section, code, message: NOT_FOLLOWED })),
    ...(isUnheardByAll ? [{ section: 'all', code, message: NOT_FOLLOWED_AT_ALL } as const] : []),
    ...((organisationPrompt?.length ?? 0) > PLAYBOOK_CHARACTERS
      ? [{ section: 'organisation', code: 'playbook_shortened', message: SHORTENED } as const]
      : []),
  ];
}
