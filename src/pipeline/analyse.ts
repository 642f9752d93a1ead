import { forAnalysis, type LanguageModel, withDeadline } from '../adapters/ai/language-model.ts';
import { toAccountConfig } from '../analysis/account-config.ts';
import { analyse as analyseOffline, type AnalyseOptions, sectionInput } from '../analysis/analyse.ts';
import type { Report } from '../analysis/report.ts';
import { type Headline, nextReportVersion } from '../domain/analysis.ts';
import { llmCostUsdCents } from '../domain/billing.ts';
import { Fault } from '../domain/errors.ts';
import { Transcript } from '../domain/transcript.ts';
import { readWithLlm } from '../llm/read-with-llm.ts';
import { decideRoles } from '../understanding/roles.ts';
import { completed, LEASE_LOST, type RunStep } from './step.ts';

/** A consumer may run for 15 minutes. What the language model has not answered after 10 is written offline. */
const LLM_TIMEOUT_MS = 600_000;

/** Decides who is agent and who is customer, computes every section of the report as the account configured it, and stores both. */
export const analyse: RunStep = async (deps, analysis, lease) => {
  const { clock, configuration, documents, prices } = deps;
  const startedAt = clock.now();
  const stored = await documents.get('transcript', analysis, Transcript);
  if (!stored) throw new Fault('recording_missing', 'The transcript is no longer stored.');
  const { options, recordedAt } = analysis.submission;
  const transcript = decideRoles(stored, { ...options.channels, ...options.roles });
  const entries = await configuration(analysis).all();
  const configured = { recordedAt, ...toAccountConfig(entries, options) };
  const model = deps.languageModel && forAnalysis(deps.languageModel, analysis.id);
  const report = await writeReport(model, transcript, configured, lease.signal);
  if (!(await lease.confirmFinishing())) return LEASE_LOST;
  await Promise.all([
    documents.put('transcript', analysis, transcript),
    documents.put('report', { ...analysis, reportVersion: nextReportVersion(analysis) }, report),
  ]);
  return completed({
    durationMs: transcript.durationMs,
    analysisMs: clock.now() - startedAt,
    headline: headlineOf(report),
    llmCostUsdCents: llmCostUsdCents(prices, report.judgement),
  });
};

/** The report of the language model where the deployment has one and the call has words, otherwise the offline one. */
async function writeReport(
  model: LanguageModel | null,
  transcript: Transcript,
  options: AnalyseOptions,
  signal: AbortSignal,
): Promise<Report> {
  if (model === null) return analyseOffline(transcript, options);
  const input = sectionInput(transcript, options);
  if (input.trusted.utterances.length === 0) return analyseOffline(transcript, options);
  return readWithLlm(withDeadline(model, AbortSignal.timeout(LLM_TIMEOUT_MS)), input, options.names, signal);
}

/** The numbers of a report that lists of analyses and reports of agents show. */
function headlineOf(report: Report): Headline {
  const { agent } = report.conversation.roles;
  // A call that was not checked is neither verified nor flagged.
  const { verified, flagged } = report.compliance.identityVerification;
  return {
    overallScore: report.sales.overall,
    sentimentScore: report.sentiment.overall,
    compliant: flagged ? false : verified || null,
    customerEffort: report.coaching.customerEffortScore,
    talkRatio: agent.turnCount === 0 ? null : agent.talkRatio,
  };
}
