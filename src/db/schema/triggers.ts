import { type Column, getTableColumns, getTableName, type Table } from 'drizzle-orm';
import { analyses, externalIds } from './analyses.ts';
import {
  agentDays,
  analysisCounts,
  analysisMetadata,
  analysisNumbers,
  HUNDREDTHS,
  metadataCounts,
  MICRO_USD_PER_CENT,
  SENTIMENT_UNITS,
  usageMonths,
} from './tallies.ts';

/** Which entries of an analysis' metadata lists are filtered by. */
const METADATA_MAX_ENTRIES = 50;
const METADATA_KEY_MAX_LENGTH = 64;
const METADATA_VALUE_MAX_LENGTH = 256;

export interface Trigger {
  readonly name: string;
  /**
   * One line with its only `END;` at the end: D1 takes the first one for the end of the trigger, so that none of
   * them may have a `CASE … END`.
   */
  readonly sql: string;
}

/** What keeps the tallies and the external ids in step with `analyses`, in the very statement that writes a row. */
export function allTriggers(): Trigger[] {
  return [
    ...analysisTriggers(),
    ...agentDayTriggers(),
    ...metadataTriggers(),
    ...externalIdTriggers(),
    ...usageTriggers(),
  ];
}

/** Names a column of one table in SQL. */
type Columns<Of extends Table> = (property: keyof Of['_']['columns'] & string) => string;
type Expressions<Of extends Table> = Partial<Record<keyof Of['_']['columns'] & string, string>>;

/** The row of `analyses` that is written, as it was before and as it is after. */
const before = columnsOf(analyses, 'old.');
const after = columnsOf(analyses, 'new.');
type AnalysisRow = typeof after;

/** Number the analyses and keep `analysis_counts` and `analysis_metadata`. */
function analysisTriggers(): Trigger[] {
  const isCountedElsewhere = anyChanged('status', 'agentId', 'contactId', 'overallScore');
  return [
    trigger('analyses_inserted', 'INSERT ON `analyses`', null, [
      ...giveNumber(),
      count(after, 1),
      addMetadata(),
    ]),
    trigger('analyses_deleted', 'DELETE ON `analyses`', null, [
      count(before, -1),
      ...dropEmptyCounts(),
      removeMetadata(),
    ]),
    trigger('analyses_recounted', 'UPDATE ON `analyses`', isCountedElsewhere, [
      count(before, -1),
      count(after, 1),
      ...dropEmptyCounts(),
    ]),
  ];
}

/** An analysis that comes from another database has a number and keeps it. */
function giveNumber(): string[] {
  const last = columnsOf(analysisNumbers)('last');
  const [id, number] = [columnsOf(analyses)('id'), columnsOf(analyses)('number')];
  return [
    `INSERT INTO ${nameOf(analysisNumbers)} (${columnList(analysisNumbers)})
      VALUES (${after('accountId')}, ${after('livemode')}, coalesce(${after('number')}, 1))
      ON CONFLICT DO UPDATE SET ${last} = iif(${after('number')} IS NULL, ${last} + 1, max(${last}, ${after('number')}))`,
    `UPDATE ${nameOf(analyses)} SET ${number} =
        (SELECT ${last} FROM ${nameOf(analysisNumbers)} WHERE ${sameTenant(analysisNumbers, after)})
      WHERE ${id} = ${after('id')} AND ${number} IS NULL`,
  ];
}

/** Adds `step` to the counts of every kind that an analysis belongs to. */
function count(row: AnalysisRow, step: 1 | -1): string {
  const columns = columnsOf(analysisCounts);
  const score = `iif(${row('overallScore')} IS NULL, NULL, printf('%03d', ${row('overallScore')}))`;
  return `INSERT INTO ${nameOf(analysisCounts)} (${columnList(analysisCounts)})
    SELECT ${row('accountId')}, ${row('livemode')}, column1, column2, ${row('status')}, ${step}
    FROM (VALUES ('all', ''), ('agent', ${row('agentId')}), ('contact', ${row('contactId')}), ('score', ${score}),
      ('day', ${dayOf(row('createdAt'))}))
    WHERE column2 IS NOT NULL
    ON CONFLICT DO UPDATE SET ${columns('count')} = ${columns('count')} + excluded.${columns('count')}`;
}

/** Agents and contacts come and go: counts of none are not kept. */
function dropEmptyCounts(): string[] {
  const columns = columnsOf(analysisCounts);
  const drop = (kind: 'agent' | 'contact', name: string) =>
    `DELETE FROM ${nameOf(analysisCounts)} WHERE ${sameTenant(analysisCounts, before)}
      AND ${columns('kind')} = '${kind}' AND ${columns('key')} = ${name} AND ${columns('status')} = ${before('status')}
      AND ${columns('count')} = 0`;
  return [drop('agent', before('agentId')), drop('contact', before('contactId'))];
}

const METADATA_VALUE = `iif(entry.type IN ('true', 'false'), entry.type, CAST(entry.value AS text))`;

/** Takes down the texts, numbers and booleans on the top level of the metadata. */
function addMetadata(): string {
  return `INSERT INTO ${nameOf(analysisMetadata)} (${columnList(analysisMetadata)})
    SELECT ${after('accountId')}, ${after('livemode')}, entry.key, ${METADATA_VALUE}, ${after('createdAt')}, ${after('id')}
    FROM json_each(${after('submission')}, '$.metadata') AS entry
    WHERE entry.type IN ('text', 'integer', 'real', 'true', 'false')
      AND length(entry.key) <= ${METADATA_KEY_MAX_LENGTH} AND length(entry.value) <= ${METADATA_VALUE_MAX_LENGTH}
    LIMIT ${METADATA_MAX_ENTRIES}`;
}

function removeMetadata(): string {
  const columns = columnsOf(analysisMetadata);
  return `DELETE FROM ${nameOf(analysisMetadata)} WHERE ${sameTenant(analysisMetadata, before)}
    AND ${columns('createdAt')} = ${before('createdAt')} AND ${columns('analysisId')} = ${before('id')}
    AND (${columns('key')}, ${columns('value')}) IN
      (SELECT entry.key, ${METADATA_VALUE} FROM json_each(${before('submission')}, '$.metadata') AS entry)`;
}

/** Keep `agent_days`, which completed analyses of an agent alone are summed up in. */
function agentDayTriggers(): Trigger[] {
  const sums = ['overallScore', 'sentimentScore', 'compliant', 'customerEffort', 'talkRatio'] as const;
  const isSummedAnew = (other: AnalysisRow) =>
    `(${other('status')} <> 'completed' OR ${anyChanged('agentId', ...sums)})`;
  const columns = columnsOf(agentDays);
  const dropEmpty = `DELETE FROM ${nameOf(agentDays)} WHERE ${sameTenant(agentDays, before)}
    AND ${columns('day')} = ${dayOf(before('createdAt'))} AND ${columns('agentId')} = ${before('agentId')}
    AND ${columns('calls')} = 0`;
  return [
    trigger('agent_day_inserted', 'INSERT ON `analyses`', isSummed(after), [sumUp(after, 1)]),
    trigger('agent_day_left', 'UPDATE ON `analyses`', `${isSummed(before)} AND ${isSummedAnew(after)}`, [
      sumUp(before, -1),
      dropEmpty,
    ]),
    trigger('agent_day_joined', 'UPDATE ON `analyses`', `${isSummed(after)} AND ${isSummedAnew(before)}`, [
      sumUp(after, 1),
    ]),
    trigger('agent_day_deleted', 'DELETE ON `analyses`', isSummed(before), [sumUp(before, -1), dropEmpty]),
  ];
}

function isSummed(row: AnalysisRow): string {
  return `${row('status')} = 'completed' AND ${row('agentId')} IS NOT NULL`;
}

function sumUp(row: AnalysisRow, step: 1 | -1): string {
  const known = (value: string) => `${step} * (${value} IS NOT NULL)`;
  const inUnits = (value: string, units: number) =>
    `${step} * ${orZero(`CAST(round(${value} * ${units}) AS integer)`)}`;
  return add(agentDays, {
    key: {
      ...tenantOf(row),
      day: dayOf(row('createdAt')),
      agentId: row('agentId'),
    },
    sums: {
      calls: `${step}`,
      scores: known(row('overallScore')),
      scoreSum: inUnits(row('overallScore'), 1),
      sentiments: known(row('sentimentScore')),
      sentimentSum: inUnits(row('sentimentScore'), SENTIMENT_UNITS),
      verdicts: known(row('compliant')),
      compliant: inUnits(row('compliant'), 1),
      efforts: known(row('customerEffort')),
      effortSum: inUnits(row('customerEffort'), HUNDREDTHS),
      talkRatios: known(row('talkRatio')),
      talkRatioSum: inUnits(row('talkRatio'), HUNDREDTHS),
    },
  });
}

/** Keep `metadata_counts`. */
function metadataTriggers(): Trigger[] {
  const added = columnsOf(analysisMetadata, 'new.');
  const removed = columnsOf(analysisMetadata, 'old.');
  const columns = columnsOf(metadataCounts);
  const same = `${sameTenant(metadataCounts, removed)}
    AND ${columns('key')} = ${removed('key')} AND ${columns('value')} = ${removed('value')}`;
  return [
    trigger('metadata_inserted', 'INSERT ON `analysis_metadata`', null, [
      add(metadataCounts, {
        key: { ...tenantOf(added), key: added('key'), value: added('value') },
        sums: { count: '1' },
      }),
    ]),
    trigger('metadata_deleted', 'DELETE ON `analysis_metadata`', null, [
      `UPDATE ${nameOf(metadataCounts)} SET ${columns('count')} = ${columns('count')} - 1 WHERE ${same}`,
      `DELETE FROM ${nameOf(metadataCounts)} WHERE ${same} AND ${columns('count')} = 0`,
    ]),
  ];
}

/** Entries of `external_ids` come and go with analyses; the first analysis with an external id keeps it. */
function externalIdTriggers(): Trigger[] {
  const columns = columnsOf(externalIds);
  return [
    trigger('external_id_inserted', 'INSERT ON `analyses`', `${externalIdOf(after)} IS NOT NULL`, [
      `INSERT INTO ${nameOf(externalIds)} (${columnList(externalIds)})
        VALUES (${after('accountId')}, ${after('livemode')}, ${projectOf(after)}, ${externalIdOf(after)}, ${after('id')})
        ON CONFLICT DO NOTHING`,
    ]),
    trigger('external_id_deleted', 'DELETE ON `analyses`', `${externalIdOf(before)} IS NOT NULL`, [
      `DELETE FROM ${nameOf(externalIds)} WHERE ${sameTenant(externalIds, before)}
        AND ${columns('projectId')} = ${projectOf(before)} AND ${columns('externalId')} = ${externalIdOf(before)}
        AND ${columns('analysisId')} = ${before('id')}`,
    ]),
  ];
}

function externalIdOf(row: AnalysisRow): string {
  return `${row('submission')} ->> '$.externalId'`;
}

function projectOf(row: AnalysisRow): string {
  return `coalesce(${row('submission')} ->> '$.metadata.project_id', '')`;
}

/**
 * Keep `usage_months`: what completed counts in the month in which it did, what was charged in the month in which it
 * was, for analyses that failed too. An analysis completes once; its cost only ever grows.
 */
function usageTriggers(): Trigger[] {
  const isCompleted = `${after('status')} = 'completed' AND ${after('completedAt')} IS NOT NULL`;
  const chargedAt = `coalesce(${after('chargedAt')}, ${after('completedAt')})`;
  const isCharged = `${after('costUsdCents')} IS NOT NULL AND ${chargedAt} IS NOT NULL`;
  const isChargedMore = `(${anyChanged('costUsdCents', 'speechCostUsdCents')})`;
  const [cost, speechCost] = [orZero(after('costUsdCents')), orZero(after('speechCostUsdCents'))];
  const [costBefore, speechCostBefore] = [
    orZero(before('costUsdCents')),
    orZero(before('speechCostUsdCents')),
  ];
  const addCompletion = addUsage(after('completedAt'), {
    analyses: '1',
    audioMs: orZero(after('durationMs')),
  });
  return [
    trigger('completion_inserted', 'INSERT ON `analyses`', isCompleted, [addCompletion]),
    trigger(
      'completion_updated',
      'UPDATE ON `analyses`',
      `${isCompleted} AND ${before('status')} <> 'completed'`,
      [addCompletion],
    ),
    trigger('charge_inserted', 'INSERT ON `analyses`', isCharged, [
      addUsage(chargedAt, {
        costMicroUsd: microUsd(cost),
        speechMicroUsd: microUsd(speechCost),
      }),
    ]),
    trigger('charge_updated', 'UPDATE ON `analyses`', `${isCharged} AND ${isChargedMore}`, [
      addUsage(chargedAt, {
        costMicroUsd: microUsd(`(${cost} - ${costBefore})`),
        speechMicroUsd: microUsd(`(${speechCost} - ${speechCostBefore})`),
      }),
    ]),
  ];
}

function addUsage(atMs: string, sums: Expressions<typeof usageMonths>): string {
  const month = `strftime('%Y-%m', ${atMs} / 1000, 'unixepoch')`;
  return add(usageMonths, { key: { ...tenantOf(after), month }, sums });
}

function microUsd(cents: string): string {
  return `CAST(round(${cents} * ${MICRO_USD_PER_CENT}) AS integer)`;
}

function orZero(value: string): string {
  return `coalesce(${value}, 0)`;
}

/** The day of a time, UTC: `2026-11-22`. */
function dayOf(atMs: string): string {
  return `date(${atMs} / 1000, 'unixepoch')`;
}

/** Adds to the sums of the row with this key; where there is none yet, sums that are not named begin at 0. */
function add<Of extends Table>(
  table: Of,
  { key, sums }: { key: Expressions<Of>; sums: Expressions<Of> },
): string {
  const values = new Map(Object.entries<string | undefined>({ ...key, ...sums }));
  const inserted = Object.keys(getTableColumns(table)).map((property) => values.get(property) ?? '0');
  const added = Object.keys(sums).map((property) => quoted(getTableColumns(table)[property]));
  return `INSERT INTO ${nameOf(table)} (${columnList(table)}) VALUES (${inserted.join(', ')})
    ON CONFLICT DO UPDATE SET ${added.map((column) => `${column} = ${column} + excluded.${column}`).join(', ')}`;
}

function anyChanged(...properties: Parameters<AnalysisRow>[0][]): string {
  return properties.map((property) => `${before(property)} IS NOT ${after(property)}`).join(' OR ');
}

/** Any row that says whose it is. */
type TenantRow = (property: 'accountId' | 'livemode') => string;

function tenantOf(row: TenantRow) {
  return { accountId: row('accountId'), livemode: row('livemode') };
}

function sameTenant(table: Table & Record<'accountId' | 'livemode', Column>, row: TenantRow): string {
  return `${quoted(table.accountId)} = ${row('accountId')} AND ${quoted(table.livemode)} = ${row('livemode')}`;
}

function trigger(name: string, event: string, when: string | null, statements: readonly string[]): Trigger {
  const condition = when === null ? '' : ` WHEN ${when}`;
  const body = statements.map((statement) => `${statement};`).join(' ');
  const sql = `CREATE TRIGGER \`${name}\` AFTER ${event}${condition} BEGIN ${body} END;`;
  return { name, sql: sql.replaceAll(/\s+/g, ' ') };
}

function nameOf(table: Table): string {
  return `\`${getTableName(table)}\``;
}

function columnList(table: Table): string {
  return Object.values(getTableColumns(table)).map(quoted).join(', ');
}

function columnsOf<Of extends Table>(table: Of, prefix: '' | 'old.' | 'new.' = ''): Columns<Of> {
  return (property) => `${prefix}${quoted(getTableColumns(table)[property])}`;
}

function quoted(column: Column | undefined): string {
  if (!column) throw new Error('a column that the table does not have');
  return `\`${column.name}\``;
}
