import { z } from 'zod';
import { type AnalysisConfig, ConfigurationNames, NO_CONFIGURATION } from '../domain/analysis-config.ts';
import type { Repair, Transcript } from '../domain/transcript.ts';
import { PLAYBOOK_CHARACTERS } from '../scorecards/playbook.ts';
import { Evidence, EvidenceCount, verifyEvidence } from '../text/evidence.ts';
import { actionItems } from './sections/action-items.ts';
import { coaching } from './sections/coaching.ts';
import { compliance } from './sections/compliance.ts';
import { goals } from './sections/goals.ts';
import { conversation, entities, keywords } from './sections/measured.ts';
import { organisation } from './sections/organisation.ts';
import { sales } from './sections/sales.ts';
import { emotions, sentiment } from './sections/sentiment.ts';
import { service } from './sections/service.ts';
import { summary } from './sections/summary.ts';
import { topics } from './sections/topics.ts';

/** Tells the reader of a report what was not done as it was asked for, and why. */
export const Warning = z.strictObject({
  /** A section of the report; `record` for the condensing of a long call, `all` where no single section is meant. */
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
    'transcript_repaired',
  ]),
  message: z.string(),
});
export type Warning = z.infer<typeof Warning>;

const NOT_FOLLOWED =
  'A custom prompt is followed by a language model alone, and no language model wrote this section.';
const NOT_FOLLOWED_AT_ALL =
  'Prompt overrides are followed by a language model alone, and no language model wrote this report.';
const SHORTENED = `Only the first ${PLAYBOOK_CHARACTERS} characters of the organisation’s prompts were read.`;

/**
 * Which of the account's own words had no effect. `engines`: what made each section, by its name. `model`: id of the
 * language model, `null` where none took part.
 */
function configurationWarnings(
  { customInstructions, organisationPrompt }: AnalysisConfig,
  engines: Readonly<Record<string, string>>,
  model: string | null,
): Warning[] {
  const isByModel = (section: string) => model !== null && engines[section] === model;
  const sections = new Set(customInstructions.flatMap(({ section }) => section ?? []));
  const notFollowed = [...sections].filter((section) => !isByModel(section));
  const isNotFollowedAtAll =
    customInstructions.some(({ section }) => section === null) && !Object.keys(engines).some(isByModel);
  const isShortened = (organisationPrompt?.length ?? 0) > PLAYBOOK_CHARACTERS;
  const code = 'custom_prompt_not_followed';
  return [
    ...notFollowed.map((section): Warning => ({ section, code, message: NOT_FOLLOWED })),
    ...(isNotFollowedAtAll ? [{ section: 'all', code, message: NOT_FOLLOWED_AT_ALL } as const] : []),
    ...(isShortened
      ? [{ section: 'organisation', code: 'playbook_shortened', message: SHORTENED } as const]
      : []),
  ];
}

/** How a language model took part in a report. */
export const LlmUsage = z.strictObject({
  model: z.string(),
  /** Version of the rules that every question begins with. */
  rulesVersion: z.int().positive(),
  /**
   * With which version of its prompt each section was asked for. `record` stands for the condensing of a long call,
   * `wishes` for the account's custom instructions.
   */
  prompts: z.array(z.strictObject({ section: z.string(), version: z.int().positive() })),
  /** Questions that were answered. */
  calls: z.int().nonnegative(),
  /** How many of them repeated a question whose answer did not fit. */
  repairs: z.int().nonnegative(),
  inputTokens: z.int().nonnegative(),
  outputTokens: z.int().nonnegative(),
  /** Parts a long call was condensed in; `extracted` of them are quoted from. `null`: the model saw the whole call. */
  condensed: z
    .strictObject({ parts: z.int().positive(), extracted: z.int().nonnegative() })
    .nullable()
    .default(null),
});
export type LlmUsage = z.infer<typeof LlmUsage>;

/** Every section of the report, in the order it is written in. The only list of them. */
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

type SectionShape = { [Entry in (typeof sections)[number] as Entry['name']]: Entry['schema'] };

/** The schema of each section under its name. */
function sectionShape(): SectionShape;
function sectionShape(): Record<string, z.ZodType> {
  return Object.fromEntries(sections.map(({ name, schema }) => [name, schema]));
}

/** The canonical report. Every published format is rendered from it. */
export const Report = z.strictObject({
  language: z.string(),
  /** When the call took place, ISO 8601 with offset; `null` where that is not known. */
  recordedAt: z.string().nullable(),
  quotes: EvidenceCount,
  configuration: ConfigurationNames.default(NO_CONFIGURATION),
  /** `null`: no language model was asked. */
  judgement: LlmUsage.nullable().default(null),
  /** Prompt injection that was found in the call; no score rests on it. */
  setAside: z.array(Evidence).default([]),
  warnings: z.array(Warning).default([]),
  ...sectionShape(),
});
export type Report = z.infer<typeof Report>;

/** What a report says beside its sections. */
export interface ReportNotes {
  readonly names?: ConfigurationNames | undefined;
  /** What the sections were made with. Without it nothing is warned of that had no effect. */
  readonly config?: AnalysisConfig;
  readonly judgement?: LlmUsage;
  readonly promptInjection?: readonly Evidence[];
  readonly warnings?: readonly Warning[];
  /** Quotes of a language model that were left out before, because they are not in the transcript. */
  readonly quotesDropped?: number;
}

/**
 * Makes a report of its sections, whatever engine wrote them: drops quotes that are not in the transcript and parses the
 * whole. Throws `ZodError` where a section does not fit its schema.
 */
export function composeReport(
  transcript: Transcript,
  recordedAt: string | null,
  written: Record<string, unknown>,
  notes: ReportNotes = {},
): Report {
  const { names = NO_CONFIGURATION, config, judgement = null, promptInjection = [] } = notes;
  const { warnings = [], quotesDropped = 0 } = notes;
  const { value, count } = verifyEvidence(written, transcript);
  const withoutEffect = config
    ? configurationWarnings(config, enginesOf(value), judgement?.model ?? null)
    : [];
  return Report.parse({
    language: transcript.language,
    recordedAt,
    quotes: { checked: count.checked + quotesDropped, dropped: count.dropped + quotesDropped },
    configuration: names,
    judgement,
    setAside: [...promptInjection],
    warnings: [...repairWarnings(transcript), ...warnings, ...withoutEffect],
    ...value,
  });
}

const REPAIRS: Readonly<Record<Repair['what'], string>> = {
  time_missing:
    'parts of the transcript have no time: they were put after the part before, at the speed of speech',
  time_negative: 'Parts of the transcript began before the call: they were put at its beginning',
  time_of_day: 'Times of day were taken as counted from the first of them',
  end_before_start:
    'parts of the transcript ended before they began: their length was estimated from their words',
  speaker_missing: 'Parts of the transcript have no speaker, while others do: their speaker is "unknown"',
  speakers_divided: 'Parts of the transcript have words of several speakers: they were divided',
  confidence_invalid: 'Confidences were not between 0 and 1: percentages were converted, others left out',
  characters_lost: 'Characters were broken before they arrived: they were left out',
  text_repeated: 'Captions repeated lines of the one before: each was taken once',
  lines_left_out: 'Lines above the first speaker or below the last were left out',
};

/** What could not be taken from a submitted transcript as it was. */
function repairWarnings({ repairs = [] }: Transcript): Warning[] {
  return repairs.map(({ what, count }) => ({
    section: 'transcript',
    code: 'transcript_repaired',
    message: `${REPAIRS[what]} (${count === 1 ? 'once' : `${count} times`}).`,
  }));
}

/** What made each section that says so, by the name of the section. */
function enginesOf(written: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(written).flatMap(([name, section]) =>
      typeof section === 'object' &&
      section !== null &&
      'engine' in section &&
      typeof section.engine === 'string'
        ? [[name, section.engine]]
        : [],
    ),
  );
}
