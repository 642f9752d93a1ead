import { z } from 'zod';
import { DeployError } from './deploy-error.ts';
import type { Plan } from './plan.ts';
import { failure, parseJson, type Wrangler } from './wrangler.ts';

const DatabaseList = z.array(
  z.object({ uuid: z.string(), name: z.string(), jurisdiction: z.string().nullish() }),
);
type DatabaseList = z.infer<typeof DatabaseList>;
type Say = (line: string) => void;

/** Makes the databases that are missing. Returns the ids of all, by name. */
export async function makeDatabases(
  wrangler: Wrangler,
  { databases, settings: { jurisdiction } }: Plan,
  say: Say,
): Promise<ReadonlyMap<string, string>> {
  const before = await listDatabases(wrangler);
  const missing = databases.filter(({ name }) => !isThere(before, name, jurisdiction));
  for (const { name } of missing) {
    await wrangler.run(`Making the database ${name}`, ['d1', 'create', name, ...within(jurisdiction)]);
    say(`made database ${name}`);
  }
  const after = missing.length === 0 ? before : await listDatabases(wrangler);
  return new Map(databases.map(({ name }) => [name, idOf(after, name)]));
}

async function listDatabases(wrangler: Wrangler): Promise<DatabaseList> {
  const task = 'Listing the databases';
  const { stdout, output } = await wrangler.run(task, ['d1', 'list', '--json']);
  const parsed = DatabaseList.safeParse(parseJson(stdout));
  if (!parsed.success) throw failure(task, output);
  return parsed.data;
}

/** Throws for one that exists elsewhere. Lists that do not tell the jurisdiction are believed. */
function isThere(list: DatabaseList, name: string, jurisdiction: string | undefined): boolean {
  const found = list.find((database) => database.name === name);
  if (!found || found.jurisdiction === undefined || (found.jurisdiction ?? undefined) === jurisdiction)
    return found !== undefined;
  throw new DeployError(
    `The database ${name} exists ${found.jurisdiction ? `within "${found.jurisdiction}"` : 'without a jurisdiction'}, but ` +
      `${jurisdiction ? `"${jurisdiction}"` : 'none'} is asked for. Choose another --name, or the --jurisdiction it has.`,
  );
}

function idOf(list: DatabaseList, name: string): string {
  const found = list.find((database) => database.name === name);
  if (found) return found.uuid;
  throw new DeployError(`The database ${name} was made, but is not listed yet. Run the command again.`);
}

/** Makes the buckets that are missing. */
export async function makeBuckets(
  wrangler: Wrangler,
  { buckets, settings: { jurisdiction } }: Plan,
  say: Say,
): Promise<void> {
  for (const bucket of buckets) {
    const where = within(jurisdiction);
    const { ok } = await wrangler.ask(['r2', 'bucket', 'info', bucket, '--json', ...where]);
    if (ok) continue;
    const made = await makeUnlessThere(
      wrangler,
      `Making the bucket ${bucket}`,
      ['r2', 'bucket', 'create', bucket, ...where],
      /\[code: 10004\]|you own it/i,
    );
    if (made) say(`made bucket ${bucket}`);
  }
}

/** Makes the queues that are missing. */
export async function makeQueues(wrangler: Wrangler, { queues }: Plan, say: Say): Promise<void> {
  for (const queue of queues) {
    const { ok } = await wrangler.ask(['queues', 'info', queue]);
    if (ok) continue;
    const args = ['queues', 'create', queue];
    const made = await makeUnlessThere(
      wrangler,
      `Making the queue ${queue}`,
      args,
      /\[code: 11009\]|already taken/i,
    );
    if (made) say(`made queue ${queue}`);
  }
}

/** Whether it was made; a login that may make things but not look at them learns only here that it is there. */
async function makeUnlessThere(
  wrangler: Wrangler,
  task: string,
  args: readonly string[],
  exists: RegExp,
): Promise<boolean> {
  const { ok, output } = await wrangler.ask(args);
  if (ok) return true;
  if (exists.test(output)) return false;
  throw failure(task, output);
}

function within(jurisdiction: string | undefined): string[] {
  return jurisdiction === undefined ? [] : ['--jurisdiction', jurisdiction];
}
