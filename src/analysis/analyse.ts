import { type AnalysisConfig, type ConfigurationNames, NO_CONFIGURATION } from '../domain/analysis-config.ts';
import type { Transcript } from '../domain/transcript.ts';
import { findEntities } from '../pii/find-entities.ts';
import { readCall } from '../scorecards/built-in.ts';
import { englishPart, parseTranscript } from '../text/parsed-transcript.ts';
import { findCallFacts } from '../understanding/call-facts.ts';
import { readTone } from '../understanding/tone.ts';
import { measureConversation } from './metrics/conversation.ts';
import { leaveOutPromptInjection } from './prompt-injection.ts';
import { composeReport, type Report, sections } from './report.ts';
import type { SectionInput } from './section.ts';

export interface AnalyseOptions {
  /** When the call took place, ISO 8601 with offset; `null` where that is not known. */
  readonly recordedAt: string | null;
  readonly config: AnalysisConfig;
  /** Which versions of the account's configuration `config` was made of; by default none. */
  readonly names?: ConfigurationNames;
}

/**
 * Analyses a transcript without a language model: the same input gives the same report, byte for byte. Roles must be
 * decided before (`decideRoles`). Throws `ZodError` only where a section breaks its own schema.
 */
export function analyse(transcript: Transcript, options: AnalyseOptions): Report {
  const input = sectionInput(transcript, options);
  const { names = NO_CONFIGURATION, config, recordedAt } = options;
  const { promptInjection } = input;
  return composeReport(input.transcript, recordedAt, writeOffline(input), { names, config, promptInjection });
}

/** Gathers what the sections of one transcript are computed from. Linear in the length of the transcript. */
export function sectionInput(submitted: Transcript, { recordedAt, config }: AnalyseOptions): SectionInput {
  const { transcript, english } = englishPart(submitted);
  const full = parseTranscript(transcript);
  const fullConversation = measureConversation(transcript, config, full);
  const { transcript: trustedTranscript, promptInjection } = leaveOutPromptInjection(english);
  const isAllTrusted = trustedTranscript === transcript;
  const trusted = isAllTrusted ? full : parseTranscript(trustedTranscript);
  const trustedConversation = isAllTrusted
    ? fullConversation
    : measureConversation(trustedTranscript, config, trusted);
  const tone = readTone(trusted);
  const facts = findCallFacts({ trusted, tone });
  const entities =
    facts === null
      ? []
      : findEntities(full, { names: facts.names, company: facts.people.company }, recordedAt);
  return {
    transcript,
    recordedAt,
    config,
    full,
    fullConversation,
    trusted,
    trustedConversation,
    promptInjection,
    tone,
    facts,
    findings: facts === null ? null : readCall(facts),
    entities,
  };
}

/** Every section as it is computed without a language model, by name. */
export function writeOffline(input: SectionInput): Record<string, unknown> {
  return Object.fromEntries(sections.map(({ name, offline }) => [name, offline(input)]));
}
