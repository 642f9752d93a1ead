import { toAccountConfig } from '../analysis/account-config.ts';
import {
  type AnalyseOptions,
  analyse as analyseOffline,
  type Report,
  sectionInput,
} from '../analysis/report.ts';
import { decideRoles } from '../analysis/roles.ts';
import { nextReportVersion } from '../domain/analysis.ts';
import { Fault } from '../domain/fault.ts';
import { judgementCostUsdCents } from '../domain/prices.ts';
import { Transcript } from '../domain/transcript.ts';
import { withDeadline } from '../platform/ai/deadline.ts';
import { forAnalysis, type LanguageModel } from '../platform/ai/language-model.ts';
import { headlineOf } from './headline.ts';
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
  const configured = { recordedAt, ...toAccountConfig(entries, options) };
  const model = deps.languageModel && forAnalysis(deps.languageModel, analysis.id);
  const report = await writeReport(model, transcript, configured, hold.signal);
  await hold.finishing();
  await Promise.all([
    documents.put('transcript', analysis, transcript),
    documents.put('report', { ...analysis, reportVersion: nextReportVersion(analysis) }, report),
  ]);
  return {
    durationMs: transcript.durationMs,
    analysisMs: clock.now() - startedAt,
    headline: headlineOf(report),
    judgementCostUsdCents: judgementCostUsdCents(prices, report.judgement),
  };
};

/** A consumer has 15 minutes; what the model did not write until then is written offline. */
const LONGEST_MS = 600_000;

/** With the language model where the deployment has one and something was said, otherwise offline. */
async function writeReport(
  model: LanguageModel | null,
  transcript: Transcript,
  options: AnalyseOptions,
  signal: AbortSignal,
): Promise<Report> {
  if (model === null) return analyseOffline(transcript, options);
  const input = sectionInput(transcript, options);
  if (input.reading.spoken.length === 0) return analyseOffline(transcript, options);
  return judge(withDeadline(model, AbortSignal.timeout(LONGEST_MS)), input, options.names, signal);
}
