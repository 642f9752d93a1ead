import { and, eq, gt } from 'drizzle-orm';
import { analysisCounts } from './schema/index.ts';
import { mine, type TenantScope } from './tenant.ts';

const NAMES_AT_ONCE = 200;

/** Makes the search index of an account and mode anew from its tallies. Until it is done, searches find too little. */
export async function rebuildSearch(scope: TenantScope): Promise<{ names: number }> {
  await scope.search.clear();
  let names = 0;
  for (const kind of ['agent', 'contact'] as const) {
    for (let page = await pageOf(scope, kind, ''); page.length > 0;) {
      await scope.search.add({
        agents: kind === 'agent' ? page : [],
        contacts: kind === 'contact' ? page : [],
      });
      names += page.length;
      page = await pageOf(scope, kind, page.at(-1) ?? '');
    }
  }
  return { names };
}

async function pageOf(scope: TenantScope, kind: 'agent' | 'contact', after: string): Promise<string[]> {
  const rows = await scope.db
    .selectDistinct({ key: analysisCounts.key })
    .from(analysisCounts)
    .where(and(mine(scope, analysisCounts), eq(analysisCounts.kind, kind), gt(analysisCounts.key, after)))
    .orderBy(analysisCounts.key)
    .limit(NAMES_AT_ONCE)
    .all();
  return rows.map(({ key }) => key);
}
