import type { Summary } from '../../src/analysis/sections/summary.ts';
import { hang, type Page, wrap } from './layout.ts';

/** The brief, who met whom with what outcome, and the key points. */
export function renderSummary(summary: Summary, { width, paint }: Page): string[] {
  const { brief, keyPoints, outcome, agentName, prospectName, companyName } = summary;
  const facts = [
    `outcome ${outcome.replace('_', '-')}`,
    ...(agentName === null ? [] : [`agent ${agentName}`]),
    ...(prospectName === null ? [] : [`customer ${prospectName}`]),
    ...(companyName === null ? [] : [`company ${companyName}`]),
  ];
  return [
    ...(brief === null ? [] : [...wrap(brief, width), '']),
    ...keyPoints.flatMap(({ text }) => hang('• ', text, width)),
    ...(keyPoints.length === 0 ? [] : ['']),
    ...wrap(facts.join(' · '), width).map((line) => paint('dim', line)),
  ];
}
