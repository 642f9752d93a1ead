import { parseText } from 'media-captions';
import { describe, expect, it } from 'vitest';
import { toFault } from '../../../src/domain/errors.ts';
import { InlineTranscript, type Transcript } from '../../../src/domain/transcript.ts';
import { renderSrt, renderVtt } from '../../../src/formats/exports/subtitles.ts';
import { renderJson, renderPlainText } from '../../../src/formats/exports/transcript-files.ts';
import { readTranscript } from '../../../src/formats/imports/read-transcript.ts';
import { salesCall } from '../../support/transcripts.ts';
import { srt, vtt } from './subtitle-samples.ts';
import * as samples from './transcript-samples.ts';

const spoken = ({ utterances }: Transcript) =>
  utterances.map(({ speaker, startMs, endMs, text }) => [speaker, startMs, endMs, text]);
const words = ({ utterances }: Transcript) =>
  utterances.map((utterance) => utterance.words.map(({ text, startMs }) => `${text}@${startMs}`).join(' '));

describe('a transcript of', () => {
  it('this API is read as it was submitted', () => {
    const transcript = readTranscript(salesCall, undefined);
    expect(transcript).toMatchObject({
      language: 'en',
      durationMs: 35_000,
      engine: 'submitted',
      wordTimes: 'none',
    });
    expect(spoken(transcript)[1]).toEqual(['customer', 4600, 9000, salesCall.utterances[1]?.text]);
  });

  it('this API is the same again after it was exported', () => {
    const before = readTranscript(samples.deepgramByChannel, undefined);
    const exported = renderJson('019d2a5b-7c00-7000-8000-0123456789ab', before);
    expect(readTranscript(JSON.stringify(exported), undefined)).toEqual(before);
  });

  it('Deepgram keeps its utterances, words and channels', () => {
    const transcript = readTranscript(samples.deepgramByChannel, undefined);
    expect(spoken(transcript)).toEqual([
      ['channel_0', 500, 1900, 'Hello, this is Alice.'],
      ['channel_1', 2100, 3000, 'Hi Alice.'],
    ]);
    expect(words(transcript)[1]).toBe('Hi@2100 Alice.@2500');
    expect(transcript).toMatchObject({ wordTimes: 'measured', language: 'en-GB' });
    expect(transcript.utterances[0]).toMatchObject({ channel: 0, confidence: 0.98 });
  });

  it('Deepgram without utterances gets them from its words: by speaker and by pause', () => {
    expect(spoken(readTranscript(samples.deepgramWords, undefined))).toEqual([
      ['speaker_0', 0, 900, 'Good morning.'],
      ['speaker_0', 2000, 2400, 'Hello?'],
      ['speaker_1', 2500, 2900, 'Morning.'],
    ]);
  });

  it('AssemblyAI keeps its utterances', () => {
    const transcript = readTranscript(samples.assemblyAi, undefined);
    expect(spoken(transcript)).toEqual([
      ['speaker_A', 250, 1400, 'Thanks for calling.'],
      ['speaker_B', 1600, 2200, 'Hi there.'],
    ]);
    expect(transcript).toMatchObject({ language: 'en-US', wordTimes: 'measured' });
  });

  it('AssemblyAI by channel counts channels from 0 here', () => {
    const [first] = readTranscript(samples.assemblyAiChannel, undefined).utterances;
    expect(first).toMatchObject({ speaker: 'channel_1', channel: 1 });
  });

  it('AWS Transcribe by speaker is put together from its items', () => {
    const transcript = readTranscript(samples.awsSpeakers, undefined);
    expect(spoken(transcript)).toEqual([
      ['spk_0', 4870, 6880, "I've been waiting."],
      ['spk_1', 8490, 9240, 'Sorry!'],
    ]);
    expect(transcript).toMatchObject({ language: 'en-US' });
  });

  it('AWS Transcribe by channel is put together channel by channel', () => {
    expect(spoken(readTranscript(samples.awsChannels, undefined))).toEqual([
      ['channel_0', 1000, 1500, 'Hello.'],
      ['channel_1', 1200, 1900, 'Hi.'],
    ]);
  });

  it('Whisper has one speaker, whose segments are joined where they go on', () => {
    const transcript = readTranscript(samples.whisper, undefined);
    expect(spoken(transcript)).toEqual([
      ['speaker_0', 0, 4000, 'Good morning and welcome.'],
      ['speaker_0', 9000, 10_000, 'Anybody there?'],
    ]);
    expect(transcript).toMatchObject({ language: 'en', wordTimes: 'none' });
  });

  it('Whisper keeps the speakers and words that descendants of it add', () => {
    const transcript = readTranscript(samples.whisperX, undefined);
    expect(spoken(transcript).map(([speaker]) => speaker)).toEqual(['SPEAKER_00', 'SPEAKER_01']);
    expect(words(transcript)).toEqual(['Hello.@100', 'Hi.@1200']);
  });
});

describe('subtitles', () => {
  it('in SRT: a cue may name its speaker, who speaks on until another is named', () => {
    expect(spoken(readTranscript(srt, undefined))).toEqual([
      ['Agent', 0, 5000, 'Thank you for calling, how can I help?'],
      ['Customer', 5500, 8000, 'My order & invoice.'],
      ['Customer', 12_000, 13_000, 'Hello?'],
    ]);
  });

  it('in WebVTT: voices are speakers, and what is no cue is left out', () => {
    expect(spoken(readTranscript(vtt, undefined))).toEqual([
      ['Alice Smith', 1000, 3000, 'Hello, a < b.'],
      ['Bob', 3000, 4500, 'Yes.'],
      ['Alice Smith', 4500, 5000, 'Good.'],
    ]);
  });

  it('say what another parser finds in them', async () => {
    for (const [text, type] of [
      [vtt, 'vtt'],
      [srt, 'srt'],
    ] as const) {
      const { cues } = await parseText(text, { type });
      const { utterances, durationMs } = readTranscript(text, undefined);
      expect(durationMs).toBe(Math.round((cues.at(-1)?.endTime ?? 0) * 1000));
      expect(utterances[0]?.startMs).toBe(Math.round((cues[0]?.startTime ?? 0) * 1000));
    }
  });

  it.each([
    ['SRT', renderSrt],
    ['WebVTT', renderVtt],
  ])('in %s as this API writes them keep speakers and words', (_name, render) => {
    const before = readTranscript(salesCall, undefined);
    const after = readTranscript(render(before), 'en');
    expect(spoken(after).map(([speaker, start]) => [speaker, start])).toEqual(
      spoken(before).map(([speaker, start]) => [speaker, start]),
    );
    expect(after.utterances.map(({ text }) => text)).toEqual(before.utterances.map(({ text }) => text));
  });
});

describe('lines of speakers', () => {
  it('without times follow each other at the speed of speech', () => {
    expect(
      spoken(readTranscript('Agent: Good morning.\r\n\r\nBob Miller: Hi.\nHow are you?', undefined)),
    ).toEqual([
      ['Agent', 0, 800, 'Good morning.'],
      ['Bob Miller', 1100, 2700, 'Hi. How are you?'],
    ]);
  });

  it.each([
    ['[00:02] Agent: Hello.\n[01:00:05] Customer: Hi.'],
    ['00:02 Agent: Hello.\n1:00:05 - Customer: Hi.'],
    ['Agent (00:02): Hello.\nCustomer [01:00:05] Hi.'],
  ])('keep their times: %j', (text) => {
    expect(spoken(readTranscript(text, undefined))).toEqual([
      ['Agent', 2000, 2400, 'Hello.'],
      ['Customer', 3_605_000, 3_605_400, 'Hi.'],
    ]);
  });

  it('as this API writes them keep speakers and texts', () => {
    const before = readTranscript(salesCall, undefined);
    const after = readTranscript(renderPlainText(before), undefined);
    expect(after.utterances.map(({ speaker, text }) => [speaker, text])).toEqual(
      before.utterances.map(({ speaker, text }) => [speaker, text]),
    );
  });

  it('are read in time that is linear in their length', () => {
    const long = `a${' '.repeat(400_000)}b\n`.repeat(4);
    expect(() => readTranscript(long, undefined)).toThrow('no known form');
    expect(() => readTranscript('\n'.repeat(400_000) + 'x', undefined)).toThrow('no known form');
  });
});

describe('what is no transcript', () => {
  it.each([
    ['prose', 'Dear Sir or Madam, please find attached the minutes of the call.'],
    ['a web page', '<!doctype html><html><body>Sign in: <a href="https://a.example">here</a></body></html>'],
    ['other JSON', '{"hello": "world"}'],
    ['a list', '[1, 2]'],
    ['nothing', ''],
    ['bytes', 'RIFF\u0000\u0000WAVEfmt '],
  ])('is told to be unrecognised: %s', (_name, content) => {
    expect(() => readTranscript(content, undefined)).toThrow(
      expect.objectContaining({ code: 'transcript_unrecognised' }),
    );
  });

  it.each([
    ['the letter of this API', { utterances: [{ speaker: 'a', start: 0, end: 1 }] }, 'utterances[0].text'],
    ['text', { results: { channels: [{ alternatives: [] }] } }, 'utterances'],
    ['a time that a call can have', { segments: [{ start: 0, end: 90_000, text: 'Hello' }] }, 'utterances'],
  ])('but almost, without %s, is told what is wrong with it', (_name, content, field) => {
    expect(() => readTranscript(content, undefined)).toThrow(
      expect.objectContaining({ code: 'invalid_transcript', details: expect.objectContaining({ field }) }),
    );
  });

  it('is told the nearest form and what it lacks', () => {
    expect(() => readTranscript({ results: { transcripts: [] }, jobName: 'x' }, undefined)).toThrow(
      expect.objectContaining({
        code: 'transcript_unrecognised',
        details: expect.objectContaining({ nearest: 'AWS Transcribe JSON' }),
      }),
    );
  });
});

describe('a transcript in a request body', () => {
  it('in the form of this API is refused with the field that is wrong', () => {
    const wrong = InlineTranscript.safeParse({
      utterances: [{ speaker: 'a', start: 0, end: 'late', text: '' }],
    });
    expect(wrong.error && toFault(wrong.error).details).toEqual({ field: 'utterances[0].end' });
  });

  it('in any other form is left to its reader', () => {
    for (const content of [
      samples.deepgramWords,
      samples.assemblyAi,
      samples.awsSpeakers,
      samples.whisper,
      srt,
    ])
      expect(InlineTranscript.parse(content)).toEqual(content);
  });
});
