import { count, eq, getTableColumns, getTableName, type SQL, sql } from 'drizzle-orm';
import { type Database, runTogether } from './database.ts';
import {
  accounts,
  agentDays,
  analyses,
  analysisCounts,
  analysisMetadata,
  analysisNumbers,
  externalIds,
  metadataCounts,
  usageMonths,
  webhookDeliveries,
} from './schema/index.ts';

/** Tables with an account's rows on its shard. Of these, triggers of `analyses` fill the derived ones. */
export const DERIVED_TABLES = [analysisCounts, analysisMetadata, metadataCounts, agentDays] as const;
/** A few rows for each account. */
const SHORT_TABLES = [analysisNumbers, usageMonths] as const;
/** As many rows as there are analyses. */
const LONG_TABLES = [externalIds, webhookDeliveries] as const;
export const KEPT_TABLES = [...SHORT_TABLES, ...LONG_TABLES] as const;

const ROWS_AT_ONCE = 50;

export interface Move {
  readonly accountId: string;
  /** The database with the accounts, and the name of the binding of `to`. */
  readonly directory: Database;
  readonly from: Database;
  readonly to: Database;
  readonly toName: string;
  /** Waits until whoever looked the account up before this call has finished. */
  readonly settle: () => Promise<void>;
}

/**
 * Moves the rows of an account to another shard. Meanwhile it is read where it was and its objects put their writes
 * off; they make up for them by their alarms. Where it fails, the account stays where it was, and it may be repeated.
 */
export async function moveAccount(move: Move): Promise<{ analyses: number }> {
  const { directory, accountId, from, to, toName, settle } = move;
  const account = eq(accounts.id, accountId);
  await directory.update(accounts).set({ moving: true }).where(account);
  try {
    await settle();
    await copyAccountRow(move);
    await clearAccount(to, accountId);
    await copyAnalyses(move);
    for (const table of SHORT_TABLES) await copyAtOnce(move, table);
    for (const table of LONG_TABLES) await copyInPages(move, table);
    const [before, after] = [await countAnalyses(from, accountId), await countAnalyses(to, accountId)];
    if (before !== after) throw new Error(`${after} of ${before} analyses were copied`);
    await directory.update(accounts).set({ shard: toName, moving: false }).where(account);
    await settle();
    await clearAccount(from, accountId);
    return { analyses: after };
  } catch (error) {
    await directory.update(accounts).set({ moving: false }).where(account);
    throw error;
  }
}

async function copyAccountRow({ directory, to, toName, accountId }: Move): Promise<void> {
  const row = await directory.select().from(accounts).where(eq(accounts.id, accountId)).get();
  if (!row) throw new Error(`there is no account ${accountId}`);
  await to
    .insert(accounts)
    .values({ ...row, shard: toName, moving: false })
    .onConflictDoNothing();
}

async function copyAnalyses({ from, to, accountId }: Move): Promise<void> {
  let last = { livemode: 0, number: 0 };
  for (;;) {
    const rows = await from.all<typeof last>(
      sql`select * from ${analyses} where ${eq(analyses.accountId, accountId)}
        and (livemode, number) > (${last.livemode}, ${last.number}) order by livemode, number limit ${ROWS_AT_ONCE}`,
    );
    const lastRow = rows.at(-1);
    if (!lastRow) return;
    await to.run(insertRows(analyses, rows));
    last = lastRow;
  }
}

/** What the triggers made of the copied analyses is replaced: it also knows of those that were deleted. */
async function copyAtOnce(
  { from, to, accountId }: Move,
  table: (typeof SHORT_TABLES)[number],
): Promise<void> {
  const mine = eq(table.accountId, accountId);
  const rows = await from.all(sql`select * from ${table} where ${mine}`);
  await runTogether(to, [sql`delete from ${table} where ${mine}`, insertRows(table, rows)]);
}

async function copyInPages(
  { from, to, accountId }: Move,
  table: (typeof LONG_TABLES)[number],
): Promise<void> {
  const mine = eq(table.accountId, accountId);
  await to.delete(table).where(mine);
  for (let last = 0; ;) {
    const rows = await from.all<{ rowid: number }>(
      sql`select rowid, * from ${table} where ${mine} and rowid > ${last} order by rowid limit ${ROWS_AT_ONCE}`,
    );
    const lastRow = rows.at(-1);
    if (!lastRow) return;
    await to.run(insertRows(table, rows));
    last = lastRow.rowid;
  }
}

function insertRows(table: typeof analyses | (typeof KEPT_TABLES)[number], rows: readonly unknown[]): SQL {
  const columns = Object.values(getTableColumns(table)).map(({ name }) => name);
  const names = sql.raw(columns.join(', '));
  const values = sql.raw(columns.map((name) => `value ->> '$.${name}'`).join(', '));
  return sql`insert into ${sql.raw(getTableName(table))} (${names})
    select ${values} from json_each(${JSON.stringify(rows)})`;
}

async function clearAccount(db: Database, accountId: string): Promise<void> {
  const some = sql`select id from ${analyses} where ${eq(analyses.accountId, accountId)} limit ${ROWS_AT_ONCE}`;
  for (let removed = [{}]; removed.length > 0;) {
    removed = await db.all(sql`delete from ${analyses} where id in (${some}) returning id`);
  }
  for (const table of [...DERIVED_TABLES, ...KEPT_TABLES]) {
    await db.delete(table).where(eq(table.accountId, accountId));
  }
}

async function countAnalyses(db: Database, accountId: string): Promise<number> {
  const row = await db
    .select({ count: count() })
    .from(analyses)
    .where(eq(analyses.accountId, accountId))
    .get();
  return row?.count ?? 0;
}
