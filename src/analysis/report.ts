import { z } from 'zod';
import type { Transcript } from '../domain/transcript.ts';
import type { AnalysisConfig } from './config.ts';
import { findEntities } from './entities/find.ts';
import { EvidenceCount, verifyEvidence } from './evidence.ts';
import { tellStory } from './facts/story.ts';
import { measureReading } from './metrics/conversation.ts';
import { sections } from './registry.ts';
import type { SectionInput } from './section.ts';
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
  ...sectionShape(),
});
export type Report = z.infer<typeof Report>;

export interface AnalyseOptions {
  readonly recordedAt: string | null;
  readonly config: AnalysisConfig;
}

/** What the sections of one transcript are computed from. Linear in the length of the transcript. */
export function sectionInput(transcript: Transcript, { recordedAt, config }: AnalyseOptions): SectionInput {
  const reading = readTranscript(transcript);
  const conversation = measureReading(reading, transcript.durationMs, config);
  const tone = readTone(reading);
  const story = tellStory({ reading, tone });
  const entities = story === null ? [] : findEntities(reading, story, recordedAt);
  return { transcript, recordedAt, config, conversation, reading, tone, story, entities };
}

/**
 * Analyses a transcript offline: the same input gives the same report, byte for byte. Roles must be decided before
 * (`decideRoles`). Throws only where a section breaks its own schema.
 */
export function analyse(transcript: Transcript, options: AnalyseOptions): Report {
  const input = sectionInput(transcript, options);
  const drafted = Object.fromEntries(sections.map(({ name, offline }) => [name, offline(input)]));
  return composeReport(transcript, options.recordedAt, drafted);
}

/** Puts sections together, whatever engine made them: drops quotes that are not in the transcript and parses the whole. */
export function composeReport(
  transcript: Transcript,
  recordedAt: string | null,
  drafted: Record<string, unknown>,
): Report {
  const { value, count } = verifyEvidence(drafted, transcript);
  return Report.parse({ language: transcript.language, recordedAt, quotes: count, ...value });
}
