import { describe, expect, it } from 'vitest';
import type { Transcript, Utterance } from '../../../src/domain/transcript.ts';
import { redactTranscript } from '../../../src/pii/redact.ts';
import { redactedTimes } from '../../../src/pii/redacted-times.ts';

const SPOKEN = ['my', 'card', 'number', 'is', '4111', '1111', '1111', '1111', 'okay'];

/** One word a second from `fromMs` on, each half a second long. */
function spoken(words: readonly string[], fromMs: number, text = words.join(' ')): Utterance {
  const timed = words.map((word, at) => ({
    text: word,
    startMs: fromMs + at * 1000,
    endMs: fromMs + at * 1000 + 500,
    confidence: null,
  }));
  const endMs = fromMs + words.length * 1000 - 500;
  const speaker = { speaker: 'channel_0', role: 'unknown', channel: 0, confidence: null } as const;
  return { index: 0, ...speaker, startMs: fromMs, endMs, text, words: timed };
}

function redacted(utterances: Utterance[], wordTimes: Transcript['wordTimes'] = 'measured'): Transcript {
  const call = { language: 'en', durationMs: 60_000, engine: 'test', wordTimes, utterances };
  return redactTranscript(call, { kinds: ['card'] });
}

describe('what is redacted from a recording', () => {
  it('is from the first to the last word of what is redacted from the transcript, and a little around', () => {
    expect(redactedTimes(redacted([spoken(SPOKEN, 10_000)]))).toEqual([{ startMs: 13_750, endMs: 17_750 }]);
  });

  it.each(['estimated', 'none'] as const)(
    'is the whole utterance where times of words are %s',
    (wordTimes) => {
      const transcript = redacted([spoken(SPOKEN, 10_000)], wordTimes);
      expect(redactedTimes(transcript)).toEqual([{ startMs: 9750, endMs: 18_750 }]);
    },
  );

  it('is the whole utterance where its words are not those of its text, or take no time', () => {
    const whole = [{ startMs: 9750, endMs: 18_750 }];
    const other = spoken(SPOKEN, 10_000, `So, ${SPOKEN.join(' ')}`);
    expect(redactedTimes(redacted([other]))).toEqual(whole);
    const utterance = spoken(SPOKEN, 10_000);
    const words = utterance.words.map((word) => ({ ...word, startMs: 14_000, endMs: 14_000 }));
    expect(redactedTimes(redacted([{ ...utterance, words }]))).toEqual(whole);
  });

  it('is the whole utterance where its words are those of its beginning alone', () => {
    const card = ['4111', '1111', '1111', '1111'];
    const text = [...SPOKEN, 'and', 'card', 'number', ...card].join(' ');
    const whole = (words: readonly string[]) => {
      const utterance = spoken(words, 10_000, text);
      return [{ startMs: 9750, endMs: utterance.endMs + 250 }];
    };
    for (const words of [SPOKEN, SPOKEN.slice(0, 6), [...SPOKEN, 'and', 'card', 'number', '4111']])
      expect(redactedTimes(redacted([spoken(words, 10_000, text)]))).toEqual(whole(words));
  });

  it('is nothing where nothing is redacted', () => {
    expect(redactedTimes(redacted([spoken(['hello', 'there'], 0)]))).toEqual([]);
  });

  it('is one stretch where two touch, on whatever channel they are, and begins with the recording at the earliest', () => {
    const card = ['4111', '1111', '1111', '1111'];
    const first = spoken([...card, 'is', 'my', 'card', 'number'], 100);
    const second = { ...spoken(['card', 'number', ...card], 1600), channel: 1, speaker: 'channel_1' };
    expect(redactedTimes(redacted([first, second]))).toEqual([{ startMs: 0, endMs: 7350 }]);
  });
});
