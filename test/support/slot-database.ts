import { DatabaseSync } from 'node:sqlite';
import type { SemaphoreSql } from '../../src/objects/semaphore/semaphore-state.ts';

/** A database as an object has one, in memory. */
export function slotDatabase(): SemaphoreSql {
  const database = new DatabaseSync(':memory:');
  return {
    exec(query, ...bindings) {
      const rows = database.prepare(query).all(...bindings);
      return { toArray: () => rows };
    },
  };
}
