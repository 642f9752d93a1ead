import { expect, it } from 'vitest';
import { unleash } from '../chaos/run.ts';

/** The short form of `npm run chaos`. */
it('loses and doubles nothing that was accepted while databases, storage, queues, models and receivers failed', async () => {
  const { accepted, faults } = await unleash({ seed: 1, seconds: 3, settleSeconds: 4, isKilling: false });
  expect(faults).toEqual([]);
  expect(accepted).toBeGreaterThan(0);
});
