import { toAccountConfig } from '../analysis/account-config.ts';
import {
  type AnalyseOptions,
  analyse as analyseOffline,
  type Report,
  sectionInput,
} from '../analysis/report.ts';
import { decideRoles } from '../analysis/roles.ts';
import { type Analysis, nextReportVersion } from '../domain/analysis.ts';
import { Fault } from '../domain/fault.ts';
import { addCosts, costUsdCents, type PriceTable } from '../domain/prices.ts';
import { Transcript } from '../domain/transcript.ts';
import type { Deps } from '../services/deps.ts';
import { headlineOf, sectionEngines } from './headline.ts';
import { judge } from './judge.ts';
import type { RunStep } from './step.ts';

/** Decides who is who, loads what the account configured in one query, computes every section of the report and stores it. */
export const analyse: RunStep = async (deps, analysis, hold) => {
  const { clock, configuration, documents, prices } = deps;
  const startedAt = clock.now();
  const stored = await documents.get('transcript', analysis, Transcript);
  if (!stored) throw new Fault('recording_missing', 'The transcript is no longer stored.');
  const { options, recordedAt } = analysis.submission;
  const { transcript } = decideRoles(stored, { ...options.channels, ...options.roles });
  const entries = await configuration(analysis.accountId, analysis.livemode).all();
  const configured = { recordedAt, ...toAccountConfig(entries, options.playbook_content) };
  const report = await writeReport(deps, transcript, configured, hold.signal);
  await hold.finishing();
  await Promise.all([
    documents.put('transcript', analysis, transcript),
    documents.put('report', { ...analysis, reportVersion: nextReportVersion(analysis) }, report),
  ]);
  return {
    durationMs: transcript.durationMs,
    analysisMs: clock.now() - startedAt,
    headline: headlineOf(report),
    costUsdCents: costSoFar(prices, analysis, transcript, report),
  };
};

/** With the language model where the deployment has one and something was said, otherwise offline. */
async function writeReport(
  { languageModel }: Deps,
  transcript: Transcript,
  options: AnalyseOptions,
  signal: AbortSignal,
): Promise<Report> {
  if (languageModel === null) return analyseOffline(transcript, options);
  const input = sectionInput(transcript, options);
  if (input.reading.spoken.length === 0) return analyseOffline(transcript, options);
  return judge(languageModel, input, options.names, signal);
}

/** A rescore is charged on top of what was charged before, and without the transcription. */
function costSoFar(prices: PriceTable, analysis: Analysis, transcript: Transcript, report: Report): number {
  const isFirst = analysis.reportVersion === null;
  const cost = costUsdCents(prices, {
    durationMs: transcript.durationMs,
    speechEngine: isFirst ? transcript.engine : null,
    sectionEngines: sectionEngines(report),
  });
  return addCosts(analysis.costUsdCents ?? 0, cost);
}
