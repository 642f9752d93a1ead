import { expect, it } from 'vitest';
import { weigh } from '../../../scripts/bundle/weigh.ts';

it('a bundle is weighed by package, the heaviest first, whoever brought it along', () => {
  const inputs = {
    'src/worker.ts': { bytesInOutput: 40 },
    '../src/app.ts': { bytesInOutput: 10 },
    'node_modules/zod/v4/core.js': { bytesInOutput: 60 },
    'node_modules/@hono/zod-openapi/index.js': { bytesInOutput: 20 },
    'node_modules/@hono/zod-openapi/node_modules/zod/index.js': { bytesInOutput: 7 },
    'virtual:entry': { bytesInOutput: 1 },
  };
  const weight = weigh(new TextEncoder().encode('x'.repeat(1000)), { outputs: { 'worker.js': { inputs } } });
  expect(weight.packages).toEqual([
    { name: 'zod', bytes: 67 },
    { name: 'src', bytes: 50 },
    { name: '@hono/zod-openapi', bytes: 20 },
    { name: 'other', bytes: 1 },
  ]);
  expect(weight.total).toBe(1000);
  expect(weight.gzip).toBeLessThan(100);
});
