import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  ALL_FORMATS,
  BufferSource,
  BufferTarget,
  EncodedAudioPacketSource,
  type EncodedPacket,
  EncodedPacketSink,
  Input,
  Mp4OutputFormat,
  OggOutputFormat,
  Output,
  type OutputFormat,
  WebMOutputFormat,
} from 'mediabunny';
import { describe, expect, it } from 'vitest';
import { inBlocks } from '../../../../src/adapters/audio/byte-source.ts';
import { type Declared, probeRecording } from '../../../../src/adapters/audio/probe.ts';
import { countedSource } from '../../../support/counted-source.ts';
import { waveFile } from '../../../support/wave-file.ts';

const undeclared = { contentType: 'application/octet-stream', fileName: null };

function sourceOf(bytes: Uint8Array) {
  return {
    sizeBytes: bytes.byteLength,
    read: async (start: number, end: number) => bytes.subarray(start, end),
  };
}

function probe(bytes: Uint8Array, declared: Partial<Declared> = {}) {
  return probeRecording(sourceOf(bytes), { ...undeclared, ...declared });
}

describe('probing a WAVE file', () => {
  it.each([
    { name: '16-bit stereo PCM', wave: { channels: 2, dataBytes: 64_000 }, codec: 'pcm', durationMs: 2000 },
    {
      name: 'mu-law',
      wave: { formatTag: 7, bitsPerSample: 8, dataBytes: 8000 },
      codec: 'ulaw',
      durationMs: 1000,
    },
    {
      name: 'IMA ADPCM',
      wave: { formatTag: 17, bitsPerSample: 4, dataBytes: 8000 },
      codec: 'adpcm-ima',
      durationMs: 2000,
    },
    {
      name: 'a stream that left the length open',
      wave: { dataBytes: 16_000, statedBytes: 0xffff_ffff },
      codec: 'pcm',
      durationMs: 1002,
    },
  ])('reads $name', async ({ wave, codec, durationMs }) => {
    const facts = await probe(waveFile(wave));
    expect(facts).toMatchObject({ format: 'wav', codec, sampleRateHz: 8000 });
    expect(Math.abs(facts.durationMs - durationMs)).toBeLessThanOrEqual(3);
  });

  it('refuses one without samples', async () => {
    await expect(probe(waveFile({ dataBytes: 0 }))).rejects.toMatchObject({ code: 'audio_empty' });
  });

  it('refuses one that ends too early, saying how much is there', async () => {
    const cut = waveFile({ dataBytes: 16_000, statedBytes: 160_000 });
    await expect(probe(cut)).rejects.toMatchObject({
      code: 'audio_truncated',
      details: { announced_seconds: 10, found_seconds: 1 },
    });
  });
});

describe('probing what is not audio', () => {
  const noise = Uint8Array.from({ length: 5000 }, (_, at) => (at * 7919 + 13) % 251);

  it('refuses an empty file', async () => {
    await expect(probe(new Uint8Array())).rejects.toMatchObject({ code: 'audio_empty' });
  });

  it('refuses bytes of no known format', async () => {
    await expect(probe(noise)).rejects.toMatchObject({ code: 'audio_unrecognised' });
  });

  it('names the missing header where the file was declared as WAV', async () => {
    await expect(probe(noise, { fileName: 'call.wav' })).rejects.toMatchObject({
      code: 'audio_header_missing',
    });
    await expect(probe(noise, { contentType: 'audio/x-wav' })).rejects.toMatchObject({
      code: 'audio_header_missing',
    });
  });
});

const CUT = path.join(import.meta.dirname, '../../../fixtures/cut');
/** Length of the recordings there. */
const CUT_SECONDS = 14;

/** A stream of bare frames over and over. */
function framesOf(file: string, seconds: number): Uint8Array {
  const once = readFileSync(path.join(CUT, file));
  return Buffer.concat(Array.from({ length: Math.ceil(seconds / CUT_SECONDS) }, () => once));
}

/** The packets of a recording over and over, in a container. */
async function packetsOf(file: string, format: OutputFormat, seconds: number): Promise<Uint8Array> {
  const bytes = readFileSync(path.join(CUT, file));
  const input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
  const track = await input.getPrimaryAudioTrack();
  const [codec, decoderConfig] = [track?.codec, await track?.getDecoderConfig()];
  if (!track || !codec || !decoderConfig) throw new Error(`${file} has no audio`);
  const packets: EncodedPacket[] = [];
  for await (const packet of new EncodedPacketSink(track).packets()) packets.push(packet);
  const target = new BufferTarget();
  const output = new Output({ format, target });
  const source = new EncodedAudioPacketSource(codec);
  output.addAudioTrack(source);
  await output.start();
  let timestamp = 0;
  for (let at = 0; timestamp < seconds; at += 1) {
    const packet = packets[at % packets.length];
    if (packet === undefined) break;
    await source.add(packet.clone({ timestamp }), { decoderConfig });
    timestamp += packet.duration || 0.02;
  }
  await output.finalize();
  return new Uint8Array(target.buffer ?? new ArrayBuffer(0));
}

/** Least processor time of three probes, milliseconds, and the bytes that one reads. */
async function costOf(bytes: Uint8Array): Promise<{ cpuMs: number; readBytes: number; durationMs: number }> {
  const source = countedSource(bytes);
  let [cpuMs, durationMs] = [Infinity, 0];
  for (let run = 0; run < 3; run += 1) {
    const { user, system } = process.threadCpuUsage();
    ({ durationMs } = await probeRecording(source, undeclared));
    const after = process.threadCpuUsage();
    cpuMs = Math.min(cpuMs, (after.user + after.system - user - system) / 1000);
  }
  return { cpuMs, readBytes: source.readBytes() / 3, durationMs };
}

describe('the cost of probing', () => {
  const THREE_HOURS = 3 * 60 * 60;

  it.each([
    { name: 'mp3 of a constant rate', make: (seconds: number) => framesOf('constant.mp3', seconds) },
    { name: 'mp3 of a variable rate', make: (seconds: number) => framesOf('variable.mp3', seconds) },
    { name: 'ADTS', make: (seconds: number) => framesOf('sweeps.aac', seconds) },
    {
      name: 'Ogg',
      make: (seconds: number) => packetsOf('vorbis.ogg', new OggOutputFormat(), seconds),
    },
    { name: 'MP4', make: (seconds: number) => packetsOf('sweeps.m4a', new Mp4OutputFormat(), seconds) },
    { name: 'WebM', make: (seconds: number) => packetsOf('opus.webm', new WebMOutputFormat(), seconds) },
  ])('is at most a second for three hours of $name, each byte read once at most', async ({ make }) => {
    const bytes = await make(THREE_HOURS);
    const { cpuMs, readBytes, durationMs } = await costOf(bytes);
    expect(durationMs).toBeGreaterThan(THREE_HOURS * 990);
    expect(readBytes).toBeLessThan(bytes.byteLength * 1.05 + 1024 * 1024);
    expect(cpuMs).toBeLessThanOrEqual(1000);
  });

  it('is at most a second for an hour of WebM that was sent live and so has no index', async () => {
    const live = new WebMOutputFormat({ appendOnly: true });
    const { cpuMs } = await costOf(await packetsOf('opus.webm', live, 3600));
    expect(cpuMs).toBeLessThanOrEqual(1000);
  });
});

describe('reading in blocks', () => {
  it('gives the same bytes for any range, and fetches a block once', async () => {
    const bytes = Uint8Array.from({ length: 1_200_000 }, (_, at) => at % 253);
    let reads = 0;
    const source = sourceOf(bytes);
    const blocks = inBlocks({ ...source, read: (start, end) => ((reads += 1), source.read(start, end)) });
    for (const [start, end] of [
      [0, 10],
      [524_280, 524_300],
      [10, 1_200_000],
      [1_199_999, 1_200_000],
    ] as const) {
      const read = await blocks.read(start, end);
      expect(Buffer.compare(read, bytes.subarray(start, end))).toBe(0);
    }
    expect(reads).toBe(3);
  });
});

const calls = 'shared/calls/formats';
const folder = [`../${calls}`].find(existsSync);

describe.skipIf(!folder)(`probing the files of ${calls} (skipped where they are absent)`, () => {
  it.each(['flac', 'm4a', 'mp3', 'ogg', 'webm'])(
    'finds container and length of .%s without decoding',
    async (ending) => {
      const facts = await probe(readFileSync(`${folder}/appointment_stereo.${ending}`));
      expect(facts.channels).toBe(2);
      expect(Math.abs(facts.durationMs - 56_060)).toBeLessThan(150);
    },
  );

  it('refuses a cut mp3 by the length its header announces', async () => {
    await expect(probe(readFileSync(`${folder}/truncated.mp3`))).rejects.toMatchObject({
      code: 'audio_truncated',
    });
  });
});
