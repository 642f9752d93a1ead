import path from 'node:path';
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-pool-workers';
import { defineConfig } from 'vitest/config';

const migrations = await readD1Migrations(path.join(import.meta.dirname, 'migrations/main'));
const searchMigrations = await readD1Migrations(path.join(import.meta.dirname, 'migrations/search'));

/** Read as one file each, not as hundreds; a test file of the Worker then starts in about two thirds of the time. */
const workerDependencies = [
  '@hono/zod-openapi',
  '@rgrove/parse-xml',
  'chrono-node/en',
  'drizzle-orm',
  'drizzle-orm/d1',
  'drizzle-orm/sqlite-core',
  'hono',
  'hono/factory',
  'hono/html',
  'hono/http-exception',
  'ipaddr.js',
  'jose',
  'mediabunny',
  'multipasta',
  'papaparse',
  'stemmer',
  'uuid',
  'vader-sentiment',
  'zod',
];

export default defineConfig({
  test: {
    silent: 'passed-only',
    // All cores: by default one is left idle, which of two is half.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          // One environment for all: loading the modules for each file takes longer than most files.
          isolate: false,
          // No test claims a time: this ends what hangs, also where others work on the machine.
          testTimeout: 180_000,
          hookTimeout: 180_000,
          include: ['test/unit/**/*.test.ts', 'test/conformance/**/*.test.ts'],
        },
      },
      {
        plugins: [
          cloudflareTest({
            remoteBindings: false,
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              bindings: {
                TEST_MIGRATIONS: migrations,
                TEST_SEARCH_MIGRATIONS: searchMigrations,
                SECRETS_KEY: btoa('a key that nobody else would use'),
                // What a test says about a language model it says by itself.
                LLM_MODEL: '',
              },
              d1Databases: { DB_1: 'debrief-1' },
            },
          }),
        ],
        // Its module build has a "browser" map that the test runner resolves to nothing.
        resolve: {
          alias: { mediabunny: path.resolve('node_modules/mediabunny/dist/bundles/mediabunny.mjs') },
        },
        test: {
          name: 'worker',
          testTimeout: 180_000,
          hookTimeout: 180_000,
          include: ['test/worker/**/*.test.ts'],
          setupFiles: ['test/worker/setup.ts'],
          deps: { optimizer: { ssr: { enabled: true, include: workerDependencies } } },
        },
      },
      {
        test: {
          name: 'e2e',
          // After the others: each is a whole system.
          sequence: { groupOrder: 1 },
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
