import { z } from 'zod';
import type { Transcript } from '../domain/transcript.ts';
import type { AnalysisConfig } from './config.ts';
import { ConfigurationNames, NO_CONFIGURATION } from './configuration-names.ts';
import { findEntities } from './entities/find.ts';
import { Evidence, EvidenceCount, verifyEvidence } from './evidence.ts';
import { configurationWarnings } from './judged/configuration-warnings.ts';
import { Judgement, Warning } from './judged/judgement.ts';
import { tellStory } from './facts/story.ts';
import { measureReading } from './metrics/conversation.ts';
import { sections } from './registry.ts';
import type { SectionInput } from './section.ts';
import { setOrdersAside } from './set-aside.ts';
import { readTranscript } from './text/reading.ts';
import { readTone } from './text/tone.ts';

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
  judgement: Judgement.nullable().default(null),
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
  const said = readTranscript(transcript);
  const measured = measureReading(said, transcript.durationMs, config);
  const heard = setOrdersAside(transcript);
  const { setAside } = heard;
  const reading = setAside.length === 0 ? said : readTranscript(heard.transcript);
  const conversation = reading === said ? measured : measureReading(reading, transcript.durationMs, config);
  const tone = readTone(reading);
  const story = tellStory({ reading, tone });
  const entities = story === null ? [] : findEntities(said, story, recordedAt);
  return {
    transcript,
    recordedAt,
    config,
    measured,
    said,
    conversation,
    reading,
    setAside,
    tone,
    story,
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
    setAside: input.setAside,
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
  readonly judgement?: Judgement;
  readonly setAside?: readonly Evidence[];
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
  const { names = NO_CONFIGURATION, config, judgement = null, setAside = [], quotesDropped = 0 } = notes;
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
