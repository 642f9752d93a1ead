import type { Report } from '../analysis/report.ts';
import type { Headline } from '../domain/analysis.ts';

/** The numbers of a report that lists and reports over agents are made from. */
export function headlineOf(report: Report): Headline {
  const { agent } = report.conversation.roles;
  // Neither where the call was not judged.
  const { verified, flagged } = report.compliance.identityVerification;
  return {
    overallScore: report.sales.overall,
    sentimentScore: report.sentiment.overall,
    compliant: flagged ? false : verified || null,
    customerEffort: report.coaching.customerEffortScore,
    talkRatio: agent.turnCount === 0 ? null : agent.talkRatio,
  };
}
