import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { requirePossibleTables } from '../../../../src/adapters/audio/mp4-tables.ts';
import { probeRecording } from '../../../../src/adapters/audio/probe.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../../../fixtures/cut');
const MOST = 0xffff_ffff;

function sourceOf(bytes: Uint8Array) {
  return {
    sizeBytes: bytes.byteLength,
    read: async (start: number, end: number) => bytes.subarray(start, end),
  };
}

function box(name: string, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + body.length);
  head.write(name, 4, 'latin1');
  return Buffer.concat([head, body]);
}

/** A table with version and flags of 0. */
function table(name: string, ...numbers: readonly number[]): Buffer {
  const body = Buffer.alloc(4 * (numbers.length + 1));
  for (const [at, number] of numbers.entries()) body.writeUInt32BE(number, 4 * (at + 1));
  return box(name, body);
}

function withTables(...tables: readonly Buffer[]): Buffer {
  const track = box('trak', box('mdia', box('minf', box('stbl', ...tables))));
  return Buffer.concat([box('ftyp', Buffer.from('M4A ')), box('moov', track), box('mdat', Buffer.alloc(64))]);
}

const sound = {
  stts: table('stts', 1, 3, 1024),
  stsz: table('stsz', 0, 3, 20, 21, 22),
  stsc: table('stsc', 1, 1, 3, 1),
  stco: table('stco', 1, 100),
};
const tablesWith = (other: Partial<typeof sound>, ...more: readonly Buffer[]) =>
  requirePossibleTables(sourceOf(withTables(...Object.values({ ...sound, ...other }), ...more)));

describe('sample tables of an MP4', () => {
  it.each([
    ['as they are written', {}],
    ['whose samples all have one size, as many as they may be', { stsz: table('stsz', 4, MOST) }],
    [
      'of a fragmented file, which are empty',
      { stsz: table('stsz', 0, 0), stsc: table('stsc', 0), stco: table('stco', 0) },
    ],
  ])('%s are taken', async (_name, other) => {
    await expect(tablesWith(other)).resolves.toBeUndefined();
  });

  it.each([
    ['chunks of four billion samples', { stsc: table('stsc', 1, 1, MOST, 1) }, []],
    ['four billion chunks', { stsc: table('stsc', 2, 1, 3, 1, MOST, 3, 1) }, []],
    ['four billion samples in another order', { stts: table('stts', 1, MOST, 1) }, [table('ctts', 1, 3, 0)]],
    ['another order of four billion samples', {}, [table('ctts', 1, MOST, 0)]],
    ['four billion sizes of no bits', { stsz: table('stz2', 0, MOST) }, []],
    ['four billion sizes that are not there', { stsz: table('stz2', 16, MOST) }, []],
  ])('that claim %s are refused before anything walks through them', async (_name, other, more) => {
    await expect(tablesWith(other, ...more)).rejects.toMatchObject({ code: 'audio_undecodable' });
  });

  it('of a real recording are refused by its probe where one number is changed', async () => {
    const bytes = readFileSync(path.join(FIXTURES, 'sweeps.m4a'));
    const declared = { contentType: 'audio/mp4', fileName: null };
    await expect(probeRecording(sourceOf(bytes), declared)).resolves.toMatchObject({ codec: 'aac' });
    bytes.writeUInt32BE(MOST, bytes.indexOf('stsc') + 16);
    await expect(probeRecording(sourceOf(bytes), declared)).rejects.toMatchObject({
      code: 'audio_undecodable',
    });
  });
});
