// Writes the migrations that bring `DB` to what src/db/schema/ says: `npm run db:generate`. drizzle-kit compares the
// tables; the triggers are compared here, with those of an empty database that every migration was applied to.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { getTableName } from 'drizzle-orm';
import { WITHOUT_ROWID } from '../src/db/schema/tallies.ts';
import { allTriggers } from '../src/db/schema/triggers.ts';
import { MAIN_MIGRATIONS, openMigrated, readMigrations, triggersOf } from './databases/migrations.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
/** What all triggers are now: where migrations only say what changed, this says what there is. */
const SNAPSHOT = path.join(ROOT, 'test/fixtures/triggers.sql');
const BREAKPOINT = '\n--> statement-breakpoint\n';

const [tables] = generate(files().length === 0 ? ['--name=init'] : []);
if (tables !== undefined) writeFileSync(tables, withoutRowids(readFileSync(tables, 'utf8')));

const wanted = new Map(allTriggers().map(({ name, sql }) => [name, sql]));
const existing = triggersOf(openMigrated());
const outdated = [...existing].filter(([name, sql]) => wanted.get(name) !== `${sql};`).map(([name]) => name);
const missing = [...wanted].filter(([name, sql]) => `${existing.get(name)};` !== sql);
if (outdated.length + missing.length === 0) console.log('No trigger changes.');
else {
  const [triggers] = generate(['--custom', '--name=triggers']);
  if (triggers === undefined) throw new Error('drizzle-kit made no file for the triggers');
  const drops = outdated.map((name) => `DROP TRIGGER \`${name}\`;`);
  writeFileSync(triggers, `${[...drops, ...missing.map(([, sql]) => sql)].join(BREAKPOINT)}\n`);
}
writeFileSync(SNAPSHOT, `${[...wanted.values()].join('\n')}\n`);

/** Runs drizzle-kit; answers the migrations it added. */
function generate(options: readonly string[]): string[] {
  const before = new Set(files());
  execFileSync('drizzle-kit', ['generate', ...options], { cwd: ROOT, stdio: 'inherit' });
  return files().filter((file) => !before.has(file));
}

function files(): string[] {
  if (!existsSync(MAIN_MIGRATIONS)) return [];
  return readMigrations(MAIN_MIGRATIONS).map(({ file }) => file);
}

/** drizzle-kit has no word for it: the primary key of a tally is all there is to look up by. It makes a changed table anew. */
function withoutRowids(sql: string): string {
  const names = WITHOUT_ROWID.map((table) => getTableName(table)).join('|');
  return sql.replaceAll(
    new RegExp(`(CREATE TABLE \`(?:__new_)?(?:${names})\` \\([^;]*\\n\\));`, 'g'),
    '$1 WITHOUT ROWID;',
  );
}
