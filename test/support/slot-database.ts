import { DatabaseSync } from 'node:sqlite';
import type { ObjectSql } from '../../src/objects/storage.ts';

/** A database as an object has one, in memory. */
export function slotDatabase(): ObjectSql {
  const database = new DatabaseSync(':memory:');
  return {
    exec(query, ...bindings) {
      const rows = database.prepare(query).all(...bindings);
      return { toArray: () => rows };
    },
  };
}
