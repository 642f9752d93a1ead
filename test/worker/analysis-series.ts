import { env } from 'cloudflare:workers';
import { type AnalysisProjection, createAnalysisProjection } from '../../src/db/analyses/projection.ts';
import { type AnalysisRepository, createAnalysisRepository } from '../../src/db/analyses/repository.ts';
import { openDatabases } from '../../src/db/shards.ts';
import { openTenant, type TenantDatabases } from '../../src/db/tenant.ts';
import type { AnalysisFilters, Total } from '../../src/domain/analysis-list.ts';
import { type Analysis, NO_HEADLINE, Status } from '../../src/domain/analysis.ts';
import { anAnalysis } from '../support/analyses.ts';
import type { TestAccount } from './account.ts';

export const DAY_MS = 86_400_000;
/** When the first analysis of a series was made. */
export const FIRST_DAY = Date.UTC(2026, 5, 1);

export function databasesOf({ id }: { id: string }, livemode = false): TenantDatabases {
  return openTenant(openDatabases(env), { accountId: id, livemode });
}

export function repositoryOf(
  { id }: { id: string },
  livemode = false,
): AnalysisRepository & AnalysisProjection {
  const databases = databasesOf({ id }, livemode);
  return { ...createAnalysisRepository(databases), ...createAnalysisProjection(databases) };
}

/** How many analyses a list with these filters says there are. */
export async function countOf(account: { id: string }, filters: AnalysisFilters): Promise<Total> {
  return (await repositoryOf(account).list(filters, { limit: 1 })).total;
}

/** The `index`-th of a series of analyses that differ in everything a list is filtered by; some are made in the same moment. */
export function variation(accountId: string, index: number): Analysis {
  const { submission } = anAnalysis();
  const status = Status.options[index % 5] ?? 'queued';
  return anAnalysis({
    id: `0199aa00-0000-7000-8000-${index.toString(16).padStart(12, '0')}`.replace(
      '0199aa00',
      accountId.slice(4, 12),
    ),
    accountId,
    status,
    submission: {
      ...submission,
      agentId: index % 7 === 0 ? null : `Agent_${index % 4}`,
      contactId: index % 11 === 0 ? null : `customer-${index % 9 === 0 ? 'ÄRGER' : index % 40}`,
      metadata: index % 3 === 0 ? { team: `t${index % 2}`, vip: index % 6 === 0 } : {},
    },
    headline: { ...NO_HEADLINE, overallScore: status === 'completed' ? (index * 13) % 101 : null },
    createdAt: FIRST_DAY + Math.floor(index / 2) * (DAY_MS / 6),
  });
}

/** Stores a series; answers it newest first. */
export async function series(account: TestAccount, length: number): Promise<Analysis[]> {
  const repository = repositoryOf(account);
  const all = Array.from({ length }, (_, index) => variation(account.id, index));
  for (const analysis of all) {
    await Promise.all([repository.project(analysis), repository.index(analysis)]);
  }
  return all.toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
}

/** What the filters mean, without an index. */
export function passes(
  { submission, status, headline, createdAt }: Analysis,
  filters: AnalysisFilters,
): boolean {
  const { agentId, contactId, metadata } = submission;
  const text = `${agentId ?? ''}\n${contactId ?? ''}`.toLowerCase();
  return (
    (filters.statuses?.includes(status) ?? true) &&
    (filters.agentId === undefined || filters.agentId === agentId) &&
    (filters.contactId === undefined || filters.contactId === contactId) &&
    (filters.search === undefined || text.includes(filters.search.toLowerCase())) &&
    (filters.createdAfter === undefined || createdAt >= filters.createdAfter) &&
    (filters.createdBefore === undefined || createdAt < filters.createdBefore) &&
    (filters.minScore === undefined || (headline.overallScore ?? -1) >= filters.minScore) &&
    Object.entries(filters.metadata ?? {}).every(([key, value]) => String(metadata[key]) === value)
  );
}

/** All combinations of up to two filters, and some of more. */
export function combinations(): AnalysisFilters[] {
  const choices: AnalysisFilters[][] = [
    [{}, { statuses: ['completed'] }, { statuses: ['queued', 'processing'] }],
    [{}, { agentId: 'Agent_1' }],
    [{}, { contactId: 'customer-12' }, { contactId: 'customer-ÄRGER' }],
    [{}, { search: 'AGENT_1' }, { search: 'r-1' }, { search: '2' }, { search: 'ärg' }, { search: 'nobody' }],
    [{}, { createdAfter: FIRST_DAY + 3.5 * DAY_MS, createdBefore: FIRST_DAY + 9 * DAY_MS }],
    [{}, { minScore: 40 }],
    [{}, { metadata: { team: 't1' } }, { metadata: { team: 't0', vip: 'true' } }],
  ];
  const all = choices.reduce<AnalysisFilters[]>(
    (sofar, choice) => sofar.flatMap((filters) => choice.map((more) => ({ ...filters, ...more }))),
    [{}],
  );
  return all.filter((filters, index) => Object.keys(filters).length <= 2 || index % 17 === 0);
}
