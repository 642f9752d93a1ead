import { readFileSync } from 'node:fs';
import path from 'node:path';
import { getTableColumns, getTableName, type Table } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  MAIN_MIGRATIONS,
  openMigrated,
  readMigrations,
  triggersOf,
} from '../../../scripts/databases/migrations.ts';
import * as schema from '../../../src/db/schema/index.ts';
import { WITHOUT_ROWID } from '../../../src/db/schema/tallies.ts';
import { allTriggers } from '../../../src/db/schema/triggers.ts';

const SEARCH_MIGRATIONS = path.join(MAIN_MIGRATIONS, '../search');
const SNAPSHOT = path.join(import.meta.dirname, '../../fixtures/triggers.sql');

const Names = z.array(z.object({ name: z.string() }));
const byText = (a: string, b: string) => (a < b ? -1 : 1);
const columnsOf = (table: Table) => Object.values(getTableColumns(table)).map(({ name }) => name);

describe('a migrated database', () => {
  const db = openMigrated();

  const namesIn = (query: string) =>
    Names.parse(db.prepare(query).all())
      .map(({ name }) => name)
      .toSorted(byText);

  it('has the columns of the schema, and no table besides', () => {
    const tables = namesIn(
      `select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'`,
    );
    expect(tables.map((table) => [table, namesIn(`select name from pragma_table_info('${table}')`)])).toEqual(
      Object.values(schema)
        .map((table) => [getTableName(table), columnsOf(table).toSorted(byText)] as const)
        .toSorted(([a], [b]) => byText(a, b)),
    );
  });

  it('keeps its tallies along their primary keys', () => {
    const expected = WITHOUT_ROWID.map((table) => getTableName(table)).toSorted(byText);
    expect(namesIn('select name from pragma_table_list where wr = 1')).toEqual(expected);
  });

  it('has the triggers of the schema, as the snapshot shows them', () => {
    const triggers = allTriggers().map(({ name, sql }) => [name, sql] as const);
    const existing = [...triggersOf(db)].map(([name, sql]) => [name, `${sql};`] as const);
    expect(new Map(existing)).toEqual(new Map(triggers));
    expect(readFileSync(SNAPSHOT, 'utf8')).toBe(`${triggers.map(([, sql]) => sql).join('\n')}\n`);
  });
});

describe('a migration', () => {
  it.each([...readMigrations(MAIN_MIGRATIONS), ...readMigrations(SEARCH_MIGRATIONS)])(
    'is cut into statements where they end: $file',
    ({ sql }) => {
      expect(sql).not.toContain('\r');
      expect(sql).not.toMatch(/\bcase\b/i);
      const triggers = sql.split('\n').filter((line) => /\btrigger\b/i.test(line) && !/^drop/i.test(line));
      for (const line of triggers) {
        expect(line).toMatch(/^CREATE TRIGGER .* END;$/);
        expect(line.match(/\bend\b/gi)).toHaveLength(1);
      }
      expect(sql.match(/\bend\b/gi) ?? []).toHaveLength(triggers.length);
    },
  );
});
