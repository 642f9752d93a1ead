import { applyD1Migrations } from 'cloudflare:test';
import { env } from 'cloudflare:workers';

await Promise.all([
  applyD1Migrations(env.DB, env.TEST_MIGRATIONS),
  applyD1Migrations(env.DB_1, env.TEST_MIGRATIONS),
  applyD1Migrations(env.SEARCH, env.TEST_SEARCH_MIGRATIONS),
]);
