import { DatabaseSync } from 'node:sqlite';
import type { SlotSql } from '../../src/model-slots/line.ts';

/** A database as an object has one, in memory. */
export function slotDatabase(): SlotSql {
  const database = new DatabaseSync(':memory:');
  return {
    exec(query, ...bindings) {
      const rows = database.prepare(query).all(...bindings);
      return { toArray: () => rows };
    },
  };
}
