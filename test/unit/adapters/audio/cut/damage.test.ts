import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openChunk } from '../../../../../src/adapters/audio/cut/open-chunk.ts';
import { planChunks } from '../../../../../src/adapters/audio/cut/plan-chunks.ts';
import { Fault } from '../../../../../src/domain/errors.ts';
import { countedSource } from '../../../../support/counted-source.ts';

const FOLDER = 'test/fixtures/cut';
const FORMATS: Readonly<Record<string, string>> = {
  wav: 'wav',
  mp3: 'mp3',
  aac: 'adts',
  flac: 'flac',
  ogg: 'ogg',
  webm: 'webm',
  m4a: 'mp4',
};
const LIMITS = { longestMs: 6000, overlapMs: 1000 };

const factsOf = (format: string, sizeBytes: number) => ({
  format,
  codec: 'unknown',
  contentType: 'audio/unknown',
  sizeBytes,
  durationMs: 14_000,
  channels: 1,
  sampleRateHz: 16_000,
});

/** Plans and opens every chunk; only a `Fault` may be thrown by either, a stream may break off. */
async function survives(bytes: Uint8Array, format: string): Promise<void> {
  const source = countedSource(bytes);
  const facts = factsOf(format, bytes.byteLength);
  const chunks = (await planChunks(source, facts, LIMITS)) ?? [];
  for (const chunk of chunks) {
    expect(chunk.endMs - chunk.startMs).toBeLessThanOrEqual(LIMITS.longestMs);
    try {
      const { body } = await openChunk(source, facts, chunk);
      await new Response(body).arrayBuffer().catch(() => undefined);
    } catch (error) {
      expect(error).toBeInstanceOf(Fault);
    }
  }
}

describe.each(readdirSync(FOLDER).filter((name) => !name.endsWith('.md')))('a damaged %s', (name) => {
  const bytes = new Uint8Array(readFileSync(`${FOLDER}/${name}`));
  const format = FORMATS[name.split('.').at(-1) ?? ''] ?? '';

  it('that breaks off is cut, left whole, or refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.byteLength), (length) => survives(bytes.slice(0, length), format)),
      { numRuns: 20 },
    );
  });

  it('with other bytes here and there is cut, left whole, or refused', async () => {
    const spoilt = fc.array(fc.tuple(fc.nat(bytes.byteLength - 1), fc.nat(255)), {
      minLength: 1,
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(spoilt, fc.boolean(), async (changes, inHead) => {
        const copy = bytes.slice();
        for (const [at, value] of changes) copy[inHead ? at % 200 : at] = value;
        await survives(copy, format);
      }),
      { numRuns: 30 },
    );
  });
});

describe('bytes that are no recording', () => {
  it('are left whole, whatever they were taken for', async () => {
    const formats = fc.constantFrom(...Object.values(FORMATS), 'matroska');
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), formats, (bytes, format) =>
        survives(bytes, format),
      ),
      { numRuns: 200 },
    );
  });

  it('that cannot be read are no damage: what reading throws is thrown', async () => {
    const unreadable = { sizeBytes: 50_000, read: async () => Promise.reject(new Error('out of reach')) };
    for (const format of Object.values(FORMATS))
      await expect(planChunks(unreadable, factsOf(format, 50_000), LIMITS)).rejects.toThrow('out of reach');
  });
});
