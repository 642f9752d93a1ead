import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRestClient } from '../../../../src/adapters/ai/clients.ts';
import { createTranscriber } from '../../../../src/adapters/ai/transcriber.ts';
import type { RecordingFacts } from '../../../../src/domain/analysis.ts';
import { Fault } from '../../../../src/domain/errors.ts';
import type { SpeechModel } from '../../../../src/domain/submission.ts';
import { nova3Result, whisperResult } from '../../../support/workers-ai-answers.ts';
import {
  type Behaviour,
  startWorkersAiContract,
  type WorkersAiContract,
} from '../../../support/workers-ai-contract.ts';

const RECORDING: RecordingFacts = {
  format: 'wav',
  codec: 'pcm',
  contentType: 'audio/wav',
  sizeBytes: 100_000,
  durationMs: 9_000,
  channels: 1,
  sampleRateHz: 8000,
};
/** Not a multiple of three, in pieces that are none either. */
const AUDIO = Uint8Array.from({ length: 100_000 }, (_, at) => (at * 7) % 251);
const SPOKEN = [
  { start: 0.5, end: 2, text: 'How can I help you?', speaker: 0 },
  { start: 2.5, end: 4, text: 'I lost my card.', speaker: 1 },
];

let server: WorkersAiContract;
beforeAll(async () => {
  server = await startWorkersAiContract();
});
afterAll(() => server.close());

function audioStream(): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= AUDIO.length) return controller.close();
      controller.enqueue(AUDIO.subarray(at, at + 30_001));
      at += 30_001;
    },
  });
}

function transcribe(
  model: SpeechModel | undefined,
  {
    recording = RECORDING,
    timeoutMs = 5_000,
    language = 'en',
    keyterms = [],
  }: { recording?: RecordingFacts; timeoutMs?: number; language?: string | null; keyterms?: string[] } = {},
) {
  return createTranscriber(createRestClient(server.url), 'nova-3', timeoutMs).transcribe({
    body: audioStream(),
    recording,
    language,
    keyterms,
    model,
    signal: new AbortController().signal,
  });
}

const result = (value: unknown): Behaviour => ({ kind: 'result', result: value });

describe('nova-3', () => {
  it('is asked by default, with the recording as it is, and tells speakers apart', async () => {
    server.plan(result(nova3Result(SPOKEN)));
    const { engine, utterances } = await transcribe(undefined);
    expect(engine).toBe('@cf/deepgram/nova-3');
    expect(utterances.map(({ speaker, text }) => [speaker, text])).toEqual([
      ['speaker_0', 'How can I help you?'],
      ['speaker_1', 'I lost my card.'],
    ]);
    expect(server.asked[0]).toMatchObject({ contentType: 'audio/wav', query: { diarize: 'true' } });
    expect(Buffer.from(server.asked[0]?.bytes ?? []).equals(AUDIO)).toBe(true);
  });

  it('without speakers in its answer makes one', async () => {
    server.plan(result(nova3Result(SPOKEN.map(({ start, end, text }) => ({ start, end, text })))));
    const { utterances } = await transcribe('nova-3');
    expect(new Set(utterances.map(({ speaker }) => speaker))).toEqual(new Set(['speaker_0']));
  });

  it('is asked by channel in stereo', async () => {
    const spoken = SPOKEN.map((one, channel) => ({ ...one, channel }));
    server.plan(result(nova3Result(spoken, { channels: 2 })));
    const { utterances } = await transcribe('nova-3', { recording: { ...RECORDING, channels: 2 } });
    expect(utterances.map(({ channel }) => channel)).toEqual([0, 1]);
    expect(server.asked[0]?.query).toMatchObject({ multichannel: 'true', diarize: 'false' });
  });
});

describe('what is known beforehand', () => {
  const keyterms = ['Zendra Plus', 'Dr. Okonkwo & Söhne'];

  it('nova-3 is given as terms, each for itself', async () => {
    server.plan(result(nova3Result(SPOKEN)));
    await transcribe('nova-3', { keyterms });
    expect(server.asked[0]?.parameters.getAll('keyterm')).toEqual(keyterms);
  });

  it('whisper is given as its initial prompt', async () => {
    server.plan(result(whisperResult(SPOKEN)));
    await transcribe('whisper', { keyterms });
    expect(server.asked[0]?.json).toMatchObject({ initial_prompt: 'Zendra Plus, Dr. Okonkwo & Söhne.' });
  });

  it('is no more than the models take', async () => {
    const many = Array.from({ length: 100 }, (_, at) => `A rather long name of something, number ${at}`);
    server.plan(result(nova3Result(SPOKEN)), result(whisperResult(SPOKEN)));
    await transcribe('nova-3', { keyterms: many });
    expect(server.asked[0]?.parameters.getAll('keyterm').length).toBeGreaterThan(10);
    expect(server.asked[0]?.parameters.getAll('keyterm').join('').length).toBeLessThan(1000);
    await transcribe('whisper', { keyterms: many });
    expect(String(Object(server.asked[1]?.json).initial_prompt).length).toBeLessThan(446);
  });

  it('leaves the language to the model where the caller does', async () => {
    server.plan(result(nova3Result(SPOKEN)), result(whisperResult(SPOKEN, 'de')));
    await transcribe('nova-3', { language: null });
    expect(server.asked[0]?.query).toMatchObject({ detect_language: 'true' });
    expect(server.asked[0]?.query).not.toHaveProperty('language');
    expect((await transcribe('whisper', { language: null })).language).toBe('de');
    expect(server.asked[1]?.json).not.toHaveProperty('language');
  });
});

describe('whisper', () => {
  it('gets the recording as base64, byte for byte, and its language without the region', async () => {
    server.plan(result(whisperResult(SPOKEN)));
    await transcribe('whisper', { language: 'en-GB' });
    const { audio, ...options } = Object(server.asked[0]?.json);
    expect(Buffer.from(audio, 'base64').equals(AUDIO)).toBe(true);
    expect(options).toMatchObject({ language: 'en', task: 'transcribe', vad_filter: true });
    expect(server.asked[0]?.model).toBe('@cf/openai/whisper-large-v3-turbo');
  });

  it('gives utterances with times and words in milliseconds, and one speaker', async () => {
    server.plan(result(whisperResult(SPOKEN)));
    const made = await transcribe('whisper', { language: 'en-GB' });
    expect(made).toMatchObject({
      engine: '@cf/openai/whisper-large-v3-turbo',
      language: 'en-GB',
      durationMs: 9_000,
      wordTimes: 'measured',
      utterances: [
        {
          index: 0,
          speaker: 'speaker_0',
          role: 'unknown',
          startMs: 500,
          endMs: 2000,
          text: 'How can I help you?',
        },
        { index: 1, startMs: 2500, endMs: 4000, words: [{ text: 'I', startMs: 2500 }, {}, {}, {}] },
      ],
    });
    expect(made.utterances[0]?.confidence).toBeCloseTo(0.82, 2);
  });

  it('that heard another language says so', async () => {
    server.plan(result(whisperResult(SPOKEN, 'de')));
    expect((await transcribe('whisper')).language).toBe('de');
  });

  it('that heard nobody gives an empty transcript', async () => {
    server.plan(result({ text: '', segments: [] }));
    expect((await transcribe('whisper')).utterances).toEqual([]);
  });

  it('without words in its segments has no word times', async () => {
    const { segments, ...rest } = whisperResult(SPOKEN);
    server.plan(result({ ...rest, segments: segments.map((segment) => ({ ...segment, words: undefined })) }));
    expect((await transcribe('whisper')).wordTimes).toBe('none');
  });
});

describe.each<SpeechModel>(['nova-3', 'whisper'])('%s', (model) => {
  async function faultOf(behaviour: Behaviour, timeoutMs = 5_000): Promise<Fault> {
    server.plan(behaviour);
    const outcome: unknown = await transcribe(model, { timeoutMs }).catch((fault: unknown) => fault);
    if (!(outcome instanceof Fault)) throw new Error('no fault');
    return outcome;
  }

  it.each<[string, Behaviour, string]>([
    ['out of capacity (3040)', { kind: 'error', code: 3040 }, 'transcription_unavailable'],
    ['timed out (3007)', { kind: 'error', code: 3007 }, 'transcription_unavailable'],
    ['aborted (3008)', { kind: 'error', code: 3008 }, 'transcription_unavailable'],
    ['cut off', { kind: 'cut_off' }, 'transcription_unavailable'],
    ['garbled', { kind: 'noise', status: 502, text: '<html>' }, 'transcription_unavailable'],
    ['out of allowance (3036)', { kind: 'error', code: 3036 }, 'transcription_quota_used'],
    ['too large a recording (3006)', { kind: 'error', code: 3006 }, 'transcription_too_large'],
    ['bad base64 (5004)', { kind: 'error', code: 5004 }, 'transcription_rejected'],
    ['no such model (5007)', { kind: 'error', code: 5007 }, 'transcription_rejected'],
    ['of another form', result({ something: 'else' }), 'transcription_invalid'],
    ['text without segments', result({ text: 'Hello.' }), 'transcription_invalid'],
  ])('that answers "%s" ends in the fault for it', async (_name, behaviour, code) => {
    expect((await faultOf(behaviour)).code).toBe(code);
  });

  it('that says nothing is given up', async () => {
    expect((await faultOf({ kind: 'silence' }, 50)).code).toBe('transcription_unavailable');
  });
});
