import { expect, it } from 'vitest';
import { accepted, System } from './system.ts';

it('an analysis is in the list once its creation was answered, also to whoever creates it at the same time', async () => {
  const system = new System();
  const listed = () => system.rows.size;
  const creations = [1, 2, 3].map(() => system.lifecycle.create(accepted).then(listed));
  expect(await Promise.all(creations)).toEqual([1, 1, 1]);
  expect(system.messages).toHaveLength(1);
});
