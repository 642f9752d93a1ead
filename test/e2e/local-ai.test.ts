import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { modelFolder } from '../../local-ai/models/model-folder.ts';
import { showProgress } from '../../local-ai/models/progress.ts';
import { type LocalAi, startLocalAi } from '../../local-ai/server.ts';
import { turnsOnOneSpeaker } from '../support/speaker-turns.ts';
import { askNova3, type TranscribedFile, transcribeFile } from '../support/transcribe-file.ts';
import { wordErrors } from '../support/word-errors.ts';

const SAMPLE = path.join(import.meta.dirname, '../../examples/sales-call/sales-call.wav');
const CALLS = path.join(import.meta.dirname, '../../../shared/calls');
const withoutCalls = !existsSync(CALLS);

const Truth = z.object({
  channels: z.record(z.string(), z.string()),
  segments: z.array(
    z.object({ role: z.string(), text: z.string(), start_ms: z.number(), end_ms: z.number() }),
  ),
});

const Turn = z.object({ start_s: z.number(), end_s: z.number(), role: z.string() });
const References = z.record(
  z.string(),
  z.object({ reference_text: z.string().nullish(), speaker_turns: z.array(Turn).optional() }),
);

const Refusal = z.object({
  success: z.literal(false),
  errors: z.tuple([z.object({ code: z.number(), message: z.string() })]),
});

const readJson = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'));
const readSampleTruth = async () => Truth.parse(await readJson(SAMPLE.replace('.wav', '.truth.json')));

let server: LocalAi;

beforeAll(async () => {
  server = await startLocalAi({
    port: 0,
    modelFolder: modelFolder(process.env),
    registry: process.env['npm_config_registry'],
    onProgress: showProgress(process.stderr),
  });
}, 300_000);

afterAll(() => server.close());

const turnsOf = (transcribed: TranscribedFile) =>
  transcribed.utterances.map(({ start, end, speaker = 0 }) => ({ start, end, speaker }));

describe('the sample call', () => {
  it('is transcribed channel by channel, word for word but for a few', async () => {
    const truth = await readSampleTruth();
    const transcribed = await transcribeFile(server.url, SAMPLE, 'channels');
    expect(transcribed.transcripts).toHaveLength(2);
    const counts = transcribed.transcripts.map((transcript, channel) => {
      const segments = truth.segments.filter(({ role }) => role === truth.channels[channel]);
      return wordErrors(segments.map(({ text }) => text).join(' '), transcript);
    });
    const errors = counts.reduce((sum, count) => sum + count.errors, 0);
    const words = counts.reduce((sum, count) => sum + count.words, 0);
    expect(errors / words).toBeLessThan(0.2);
  });

  it('is transcribed at the time it was said', async () => {
    const truth = await readSampleTruth();
    const transcribed = await transcribeFile(server.url, SAMPLE, 'channels');
    const spoken = (channel: number) =>
      truth.segments
        .filter(({ role }) => role === truth.channels[channel])
        .reduce((sum, { start_ms, end_ms }) => sum + end_ms - start_ms, 0);
    const recognisedSeconds = (channel: number) =>
      transcribed.utterances
        .filter((utterance) => utterance.channel === channel)
        .reduce((sum, { start, end }) => sum + end - start, 0);
    const ratio = spoken(0) / (spoken(0) + spoken(1));
    expect(
      Math.abs(recognisedSeconds(0) / (recognisedSeconds(0) + recognisedSeconds(1)) - ratio),
    ).toBeLessThan(0.05);
  });

  it('is diarized into two speakers when it is mixed to one channel', async () => {
    const truth = await readSampleTruth();
    const turns = truth.segments.map(({ role, start_ms, end_ms }) => ({
      role,
      start_s: start_ms / 1000,
      end_s: end_ms / 1000,
    }));
    const transcribed = await transcribeFile(server.url, SAMPLE, 'mono');
    expect(turnsOnOneSpeaker(turns, turnsOf(transcribed)) / turns.length).toBeGreaterThanOrEqual(0.9);
  });

  it('is transcribed the same when other calls are transcribed at the same time', async () => {
    const alone = await transcribeFile(server.url, SAMPLE, 'mono');
    const together = await Promise.all([1, 2, 3].map(() => transcribeFile(server.url, SAMPLE, 'mono')));
    for (const transcribed of together) expect(transcribed).toEqual(alone);
  });
});

describe.skipIf(withoutCalls)('recordings of ../shared/calls (absent: skipped)', () => {
  it('puts at least 90 % of the turns of real mono calls on one speaker per role', async () => {
    const references = References.parse(await readJson(path.join(CALLS, 'real/references.json')));
    for (const [name, { speaker_turns: turns }] of Object.entries(references)) {
      if (turns === undefined) continue;
      const transcribed = await transcribeFile(server.url, path.join(CALLS, 'real', name), 'mono');
      expect(turnsOnOneSpeaker(turns, turnsOf(transcribed)) / turns.length, name).toBeGreaterThanOrEqual(0.9);
      expect(new Set(turnsOf(transcribed).map(({ speaker }) => speaker)), name).toEqual(new Set([0, 1]));
    }
  });

  it.each(['jfk_16k.wav', 'jfk.mp3'])('hears every word of %s, and one speaker', async (name) => {
    const references = References.parse(await readJson(path.join(CALLS, 'real/references.json')));
    const transcribed = await transcribeFile(server.url, path.join(CALLS, 'real', name), 'mono');
    expect(wordErrors(references[name]?.reference_text ?? '', transcribed.transcripts.join(' ')).errors).toBe(
      0,
    );
    expect(new Set(turnsOf(transcribed).map(({ speaker }) => speaker))).toEqual(new Set([0]));
  });

  it('hears the same in every format', async () => {
    const folder = path.join(CALLS, 'formats');
    const names = (await readdir(folder)).filter((name) => name.startsWith('appointment_stereo'));
    const wav = path.join(CALLS, 'synth/010eaccb7a23436f.wav');
    const truth = Truth.parse(await readJson(wav.replace('.wav', '.truth.json')));
    const segments = Object.values(truth.channels).flatMap((role) =>
      truth.segments.filter((segment) => segment.role === role),
    );
    const reference = segments.map(({ text }) => text).join(' ');
    const ofWav = await transcribeFile(server.url, wav, 'channels');
    const wavErrors = wordErrors(reference, ofWav.transcripts.join(' '));
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) {
      const transcribed = await transcribeFile(server.url, path.join(folder, name), 'channels');
      const text = transcribed.transcripts.join(' ');
      expect(transcribed.durationSeconds, name).toBeCloseTo(ofWav.durationSeconds, 1);
      expect(wordErrors(reference, text).rate, name).toBeLessThanOrEqual(wavErrors.rate + 0.1);
      expect(wordErrors(ofWav.transcripts.join(' '), text).rate, name).toBeLessThan(0.15);
    }
  });

  it('hears nothing in silence', async () => {
    const transcribed = await transcribeFile(server.url, path.join(CALLS, 'formats/silence_20s.wav'), 'mono');
    expect(transcribed).toEqual({ durationSeconds: 20, transcripts: [''], utterances: [] });
  });

  it.each([
    ['empty.wav', 'audio_empty'],
    ['truncated.mp3', 'audio_truncated'],
    ['headerless_pcm.wav', 'audio_undecodable'],
    ['noise_bytes.mp3', 'audio_undecodable'],
  ])('refuses %s as %s', async (name, reason) => {
    const bytes = new Uint8Array(await readFile(path.join(CALLS, 'formats', name)));
    const response = await askNova3(server.url, bytes, {});
    expect(response.status).toBe(400);
    const [{ code, message }] = Refusal.parse(await response.json()).errors;
    expect(code).toBe(5006);
    expect(message.startsWith(`${reason}: `)).toBe(true);
  });
});

describe('the server', () => {
  it('answers on its health route', async () => {
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
  });

  it('answers as whisper too', async () => {
    const audio = (await readFile(SAMPLE)).toString('base64');
    const response = await fetch(
      `${server.url}/client/v4/accounts/local/ai/run/@cf/openai/whisper-large-v3-turbo`,
      {
        method: 'POST',
        body: JSON.stringify({ audio, language: 'en' }),
      },
    );
    const Reply = z.object({
      result: z.object({ text: z.string(), word_count: z.number(), vtt: z.string() }),
    });
    const { result } = Reply.parse(await response.json());
    const truth = await readSampleTruth();
    const reference = truth.segments.map(({ text }) => text).join(' ');
    expect(wordErrors(reference, result.text).rate).toBeLessThan(0.25);
    expect(result.word_count).toBe(result.text.split(' ').length);
    expect(result.vtt.startsWith('WEBVTT\n\n00:00:0')).toBe(true);
  });
});
