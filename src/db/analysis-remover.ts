import { and, eq, gt, sql, sum } from 'drizzle-orm';
import type { Removal } from '../domain/deletion.ts';
import { mine } from './account-scope.ts';
import { analyses, analysisCounts } from './schema/index.ts';
import type { Names, SearchIndex } from './search-index.ts';
import type { Shards } from './shards.ts';
import type { Database } from './system.ts';

/** Takes analyses of one account in one mode out of its lists. */
export interface AnalysisRemover {
  /** Removes the row, its entries in the tallies, and from the search index names that no analysis has any more. */
  remove(removal: Removal): Promise<void>;
}

export function analysisRemoverOf(
  shards: Shards,
  search: SearchIndex,
  accountId: string,
  livemode: boolean,
): AnalysisRemover {
  const owner = { accountId, livemode };
  return {
    async remove({ id, agentId, contactId }) {
      const db = await shards.locateForWriting(accountId);
      await db.delete(analyses).where(and(eq(analyses.id, id), mine(owner)));
      const unused = async (kind: 'agent' | 'contact', name: string | null) =>
        name !== null && !(await isUsed(db, owner, kind, name)) ? [name] : [];
      const names = { agents: await unused('agent', agentId), contacts: await unused('contact', contactId) };
      if (names.agents.length + names.contacts.length > 0) await removeNames(db, search, owner, names);
    },
  };
}

/** A name that came into use again meanwhile is put back: whoever uses it writes its row before the name. */
async function removeNames(db: Database, search: SearchIndex, owner: Owner, names: Names): Promise<void> {
  await search.remove(names);
  const used = async (kind: 'agent' | 'contact', all: readonly string[]) => {
    const checked = await Promise.all(
      all.map(async (name) => [name, await isUsed(db, owner, kind, name)] as const),
    );
    return checked.filter(([, isUsedAgain]) => isUsedAgain).map(([name]) => name);
  };
  const back = { agents: await used('agent', names.agents), contacts: await used('contact', names.contacts) };
  if (back.agents.length + back.contacts.length > 0) await search.add(back);
}

interface Owner {
  readonly accountId: string;
  readonly livemode: boolean;
}

async function isUsed(db: Database, owner: Owner, kind: 'agent' | 'contact', name: string): Promise<boolean> {
  const row = await db
    .select({ count: sum(analysisCounts.count).mapWith(Number) })
    .from(analysisCounts)
    .where(
      and(
        mine(owner, analysisCounts),
        eq(analysisCounts.kind, kind),
        eq(analysisCounts.key, name),
        gt(analysisCounts.count, sql`0`),
      ),
    )
    .get();
  return (row?.count ?? 0) > 0;
}
