import type { D1Migration } from '@cloudflare/vitest-pool-workers';

declare global {
  namespace Cloudflare {
    interface Env {
      readonly TEST_MIGRATIONS: D1Migration[];
      readonly TEST_SEARCH_MIGRATIONS: D1Migration[];
      /** A second shard, beside the one that is configured. */
      readonly DB_1: D1Database;
    }
  }
}
