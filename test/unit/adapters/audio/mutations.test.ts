import { expect, it } from 'vitest';
import { fuzzAudio } from '../../../fuzz/audio.ts';

/** The short form of `npm run fuzz:audio`: FLAC and WebM among these once kept the demuxer busy for ever. */
it('a damaged recording ends probing and cutting with a fault at most: no large buffer, no long step', async () => {
  const { findings, ends } = await fuzzAudio({ mutations: 400, seed: 1 });
  expect(findings).toEqual([]);
  expect(Object.keys(ends)).toContain('cut');
});
