import type { ListedAnalysis } from '../domain/analysis-list.ts';
import type { Analysis } from '../domain/analysis.ts';
import { searchTextOf } from '../domain/search-text.ts';
import type { analyses } from './schema/index.ts';

/** What an analysis says about its row; the database adds the number. */
export function toRow(analysis: Analysis): typeof analyses.$inferInsert {
  const { headline, timings, submission, ...rest } = analysis;
  const { agentId, contactId } = submission;
  return {
    ...rest,
    ...headline,
    ...timings,
    submission,
    agentId,
    contactId,
    searchText: searchTextOf(agentId, contactId),
  };
}

export function fromRow(row: typeof analyses.$inferSelect): ListedAnalysis {
  const { number, agentId: _agentId, contactId: _contactId, searchText: _searchText, ...columns } = row;
  const { transcriptionMs, analysisMs, ...measured } = columns;
  const { overallScore, sentimentScore, compliant, customerEffort, talkRatio, ...rest } = measured;
  const headline = { overallScore, sentimentScore, compliant, customerEffort, talkRatio };
  if (number === null) throw new Error(`analysis ${row.id} has no number`);
  return { analysis: { ...rest, timings: { transcriptionMs, analysisMs }, headline }, number };
}
