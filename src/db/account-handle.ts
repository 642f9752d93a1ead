import { and, eq, sql } from 'drizzle-orm';
import type { Analysis } from '../domain/analysis.ts';
import { analyses } from './schema/index.ts';
import type { Database } from './system.ts';

/** Every query below sees the rows of one account in one mode and no others. */
export interface AccountHandle {
  findAnalysis(id: string): Promise<Analysis | null>;
  /** Writes the row of an analysis unless a newer version is already there. */
  projectAnalysis(analysis: Analysis): Promise<void>;
}

export function forAccount(db: Database, accountId: string, livemode: boolean): AccountHandle {
  const mine = and(eq(analyses.accountId, accountId), eq(analyses.livemode, livemode));
  return {
    async findAnalysis(id) {
      const row = await db
        .select()
        .from(analyses)
        .where(and(eq(analyses.id, id), mine))
        .get();
      return row ? fromRow(row) : null;
    },
    async projectAnalysis(analysis) {
      if (analysis.accountId !== accountId || analysis.livemode !== livemode) {
        throw new Error('analysis of another account');
      }
      const row = toRow(analysis);
      await db
        .insert(analyses)
        .values(row)
        .onConflictDoUpdate({
          target: analyses.id,
          set: row,
          setWhere: sql`${mine} and ${analyses.version} < excluded.version`,
        });
    },
  };
}

function toRow(analysis: Analysis): typeof analyses.$inferInsert {
  const { headline, timings, ...rest } = analysis;
  return {
    ...rest,
    ...headline,
    ...timings,
    agentId: analysis.submission.agentId,
    contactId: analysis.submission.contactId,
  };
}

function fromRow(row: typeof analyses.$inferSelect): Analysis {
  const {
    agentId: _agentId,
    contactId: _contactId,
    transcriptionMs,
    analysisMs,
    overallScore,
    sentimentScore,
    ...rest
  } = row;
  return { ...rest, timings: { transcriptionMs, analysisMs }, headline: { overallScore, sentimentScore } };
}
