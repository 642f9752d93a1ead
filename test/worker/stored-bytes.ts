import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';

/** Everything that is stored in a bucket under keys that hold this, unpacked. */
export async function storedObjects(part: string): Promise<{ key: string; text: string }[]> {
  const { objects } = await env.STORE.list();
  const ours = objects.filter(({ key }) => key.includes(part));
  return Promise.all(
    ours.map(async ({ key }) => {
      const object = await env.STORE.get(key);
      if (!object) throw new Error(`${key} is gone`);
      const packed = object.httpMetadata?.contentEncoding === 'gzip';
      const body = packed ? object.body.pipeThrough(new DecompressionStream('gzip')) : object.body;
      return { key, text: await new Response(body).text() };
    }),
  );
}

/** Every row of every table of the databases, as JSON. */
export async function storedRows(): Promise<string> {
  const rows: unknown[] = [];
  for (const db of [env.DB, env.DB_1, env.SEARCH]) {
    const tables = await db
      .prepare(`select name from sqlite_master where type = 'table' and name not like '\\_cf%' escape '\\'`)
      .all<{ name: string }>();
    for (const { name } of tables.results)
      rows.push(...(await db.prepare(`select * from "${name}"`).all()).results);
  }
  return JSON.stringify(rows);
}

/** Everything that the object of an analysis keeps, as JSON. */
export function objectState(id: string): Promise<string> {
  return runInDurableObject(env.ANALYSES.getByName(id), async (_object, state) => {
    const tables = state.storage.sql
      .exec<{ name: string }>(
        `select name from sqlite_master where type = 'table' and name not like '\\_cf%' escape '\\'`,
      )
      .toArray();
    const rows = tables.flatMap(({ name }) => state.storage.sql.exec(`select * from "${name}"`).toArray());
    return JSON.stringify([...state.storage.kv.list(), ...rows]);
  });
}
