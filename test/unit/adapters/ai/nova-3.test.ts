import { describe, expect, it } from 'vitest';
import { type AiClient, AiError } from '../../../../src/adapters/ai/ai-client.ts';
import { parseNova3 } from '../../../../src/adapters/ai/nova-3.ts';
import { createTranscriber } from '../../../../src/adapters/ai/transcriber.ts';
import type { RecordingFacts } from '../../../../src/domain/analysis.ts';
import { Fault } from '../../../../src/domain/errors.ts';

const mono: RecordingFacts = {
  format: 'wav',
  codec: 'pcm',
  contentType: 'audio/wav',
  sizeBytes: 1000,
  durationMs: 5000,
  channels: 1,
  sampleRateHz: 8000,
};
const stereo = { ...mono, channels: 2 };

function answer(utterances: object[], channel: object = {}) {
  return { results: { channels: [channel], utterances } };
}

describe('an answer of nova-3', () => {
  const later = { start: 2, end: 3, transcript: 'Second.', channel: 0, speaker: 0 };
  const first = { start: 0.5, end: 1.234, transcript: ' First. ', channel: 1, speaker: 1, confidence: 0.9 };

  it('is ordered by time, in milliseconds, with one speaker per voice in mono', () => {
    const { utterances } = parseNova3(answer([later, first]), mono, 'en');
    expect(utterances).toMatchObject([
      {
        index: 0,
        speaker: 'speaker_1',
        channel: null,
        startMs: 500,
        endMs: 1234,
        text: 'First.',
        confidence: 0.9,
      },
      {
        index: 1,
        speaker: 'speaker_0',
        channel: null,
        startMs: 2000,
        endMs: 3000,
        text: 'Second.',
        confidence: null,
      },
    ]);
  });

  it('has one speaker per channel in stereo', () => {
    const { utterances } = parseNova3(answer([later, first]), stereo, 'en');
    expect(utterances.map(({ speaker, channel }) => [speaker, channel])).toEqual([
      ['channel_1', 1],
      ['channel_0', 0],
    ]);
  });

  it('takes the language the model detected before the one that was asked for', () => {
    expect(parseNova3(answer([], { detected_language: 'en-GB' }), mono, 'en').language).toBe('en-GB');
    expect(parseNova3(answer([]), mono, 'en').language).toBe('en');
  });

  it.each([
    ['nothing', null],
    ['text', 'hello'],
    ['no utterances', { results: { channels: [] } }],
    ['a negative time', answer([{ ...first, start: -1 }])],
  ])('that holds %s is refused', (_name, value) => {
    expect(() => parseNova3(value, mono, 'en')).toThrow(
      expect.objectContaining({ code: 'transcription_invalid' }),
    );
  });

  it('drops utterances without words or with the end before the start', () => {
    const { utterances } = parseNova3(
      answer([
        { ...first, transcript: ' ' },
        { ...later, end: 1 },
      ]),
      mono,
      'en',
    );
    expect(utterances).toEqual([]);
  });
});

describe('a model that fails', () => {
  async function faultOf(error: AiError): Promise<Fault> {
    const client: AiClient = { run: () => Promise.reject(error) };
    const request = {
      body: new ReadableStream(),
      recording: mono,
      language: 'en',
      signal: AbortSignal.timeout(1000),
    };
    const outcome: unknown = await createTranscriber(client)
      .transcribe(request)
      .catch((fault: unknown) => fault);
    if (!(outcome instanceof Fault)) throw new Error('no fault');
    return outcome;
  }

  it.each([
    ['is out of capacity', new AiError(3040, 'Capacity temporarily exceeded'), 'transcription_unavailable'],
    ['cannot be reached', new AiError(0, 'connection refused'), 'transcription_unavailable'],
    ['is out of free calls for today', new AiError(3036, 'used up'), 'transcription_quota_used'],
    ['names a reason of ours', new AiError(5006, 'audio_undecodable: bad frame'), 'audio_undecodable'],
    ['names a reason we do not know', new AiError(5006, 'toString: what'), 'transcription_rejected'],
  ])('because it %s', async (_name, error, code) => {
    expect((await faultOf(error)).code).toBe(code);
  });

  it('is quoted only where the sentence is meant for the caller', async () => {
    expect((await faultOf(new AiError(5006, 'audio_undecodable: bad frame'))).message).toBe('bad frame');
    expect((await faultOf(new AiError(5006, 'secret: /tmp/x'))).message).not.toContain('secret');
  });
});
