import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { decodeSound } from '../local-ai/audio/decode-sound.ts';
import { askNova3 } from '../test/support/transcribe-file.ts';
import { wordErrors } from '../test/support/word-errors.ts';
import { withLocalAi } from './with-local-ai.ts';

/** Word accuracy of the engine against the confidence it reports, on clear calls with white noise added. */
const FOLDER = process.argv[2] ?? '../shared/calls/synth';
const CALLS = 5;
const RATIOS_DB = [40, 30, 25, 20, 15, 10, 5, 0];
const SAMPLE_RATE = 16_000;

const Truth = z.object({
  channels: z.record(z.string(), z.string()),
  segments: z.array(
    z.object({ role: z.string(), text: z.string(), start_ms: z.number(), end_ms: z.number() }),
  ),
});

const Reply = z.object({
  result: z.object({
    results: z.object({
      channels: z.array(
        z.object({
          alternatives: z.array(
            z.object({ transcript: z.string(), confidence: z.number(), words: z.array(z.unknown()) }),
          ),
        }),
      ),
    }),
  }),
});

/** One channel of a call and what is spoken in it. */
interface Spoken {
  samples: Float32Array;
  text: string;
  /** Mean square of the parts with speech. */
  power: number;
}

/** The same standard normal numbers in every run (Box and Muller over a linear congruential generator). */
function gaussianNoise(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return (state + 1) / (2 ** 32 + 1);
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** A float WAV file of one channel with noise `ratioDb` below the speech. */
function noisyWav({ samples, power }: Spoken, ratioDb: number): Uint8Array<ArrayBuffer> {
  const level = Math.sqrt(power / 10 ** (ratioDb / 10));
  const noise = gaussianNoise(ratioDb + 1);
  const header = Buffer.alloc(44);
  const body = Float32Array.from(samples, (value) => value + level * noise());
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + body.byteLength, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(3, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(SAMPLE_RATE, 24);
  header.writeUInt32LE(SAMPLE_RATE * 4, 28);
  header.writeUInt16LE(4, 32);
  header.writeUInt16LE(32, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(body.byteLength, 40);
  return new Uint8Array(Buffer.concat([header, Buffer.from(body.buffer)]));
}

async function readSpoken(wav: string): Promise<Spoken[]> {
  const truth = Truth.parse(JSON.parse(await readFile(wav.replace(/\.wav$/, '.truth.json'), 'utf8')));
  const { channels } = await decodeSound(new Uint8Array(await readFile(wav)), false);
  return channels.map((samples, channel) => {
    const segments = truth.segments.filter(({ role }) => role === truth.channels[channel]);
    const speech = segments.flatMap(({ start_ms, end_ms }) => [
      ...samples.subarray(start_ms * 16, end_ms * 16),
    ]);
    const power = speech.reduce((sum, value) => sum + value * value, 0) / speech.length;
    return { samples, power, text: segments.map(({ text }) => text).join(' ') };
  });
}

async function measure(baseUrl: string, spoken: readonly Spoken[], ratioDb: number) {
  let [errors, words, confidence, recognisedWords] = [0, 0, 0, 0];
  for (const channel of spoken) {
    const reply = await askNova3(baseUrl, noisyWav(channel, ratioDb), { multichannel: 'true' });
    const recognised = Reply.parse(await reply.json()).result.results.channels[0]?.alternatives[0];
    const count = wordErrors(channel.text, recognised?.transcript ?? '');
    errors += count.errors;
    words += count.words;
    confidence += (recognised?.confidence ?? 0) * (recognised?.words.length ?? 0);
    recognisedWords += recognised?.words.length ?? 0;
  }
  return {
    'speech over noise dB': ratioDb,
    'word accuracy': Number(Math.max(0, 1 - errors / words).toFixed(3)),
    'confidence reported': Number((confidence / Math.max(1, recognisedWords)).toFixed(3)),
  };
}

if (existsSync(FOLDER)) {
  const names = (await readdir(FOLDER))
    .filter((name) => name.endsWith('.wav'))
    .toSorted()
    .slice(0, CALLS);
  const spoken = (await Promise.all(names.map((name) => readSpoken(path.join(FOLDER, name))))).flat();
  await withLocalAi(async (server) => {
    const rows = [];
    for (const ratioDb of RATIOS_DB) rows.push(await measure(server.url, spoken, ratioDb));
    console.table(rows);
  });
} else {
  console.error(`skipped: ${FOLDER} is not there`);
}
