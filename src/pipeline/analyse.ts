import { AnalysisConfig } from '../analysis/config.ts';
import { DEFAULT_GOALS } from '../analysis/default-goals.ts';
import { analyse as analyseTranscript } from '../analysis/report.ts';
import { decideRoles } from '../analysis/roles.ts';
import { Fault } from '../domain/fault.ts';
import { costUsdCents } from '../domain/prices.ts';
import { Transcript } from '../domain/transcript.ts';
import { headlineOf, sectionEngines } from './headline.ts';
import type { RunStep } from './step.ts';

/** Decides who is who, computes every section of the report and stores it. */
export const analyse: RunStep = async ({ clock, documents, prices }, analysis, hold) => {
  const startedAt = clock.now();
  const stored = await documents.get('transcript', analysis, Transcript);
  if (!stored) throw new Fault('recording_missing', 'The transcript is no longer stored.');
  const { options, recordedAt } = analysis.submission;
  const { transcript } = decideRoles(stored, { ...options.channels, ...options.roles });
  const report = analyseTranscript(transcript, {
    recordedAt,
    config: AnalysisConfig.parse({ goals: DEFAULT_GOALS }),
  });
  await hold.finishing();
  await Promise.all([
    documents.put('transcript', analysis, transcript),
    documents.put('report', analysis, report),
  ]);
  return {
    durationMs: transcript.durationMs,
    analysisMs: clock.now() - startedAt,
    headline: headlineOf(report),
    costUsdCents: costUsdCents(prices, {
      durationMs: transcript.durationMs,
      speechEngine: transcript.engine,
      sectionEngines: sectionEngines(report),
    }),
  };
};
