import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLabelledCalls } from '../../../bench/eval/labelled-calls.ts';
import { RedactionKind } from '../../../src/domain/submission.ts';
import type { Transcript } from '../../../src/domain/transcript.ts';
import { redactTranscript } from '../../../src/pii/redact.ts';
import { isNumberWord } from '../../../src/text/numbers.ts';
import { tokenise } from '../../../src/text/tokens.ts';
import { cleanCalls } from '../../support/clean-talk.ts';
import { dialogue } from '../analysis/call.ts';

const LABELLED = path.join(import.meta.dirname, '../../../../shared/calls/labelled');
const everything = { kinds: RedactionKind.options };

/** The words of a call that are gone, and how many there were. */
function taken(call: Transcript): { gone: string[]; words: number } {
  const before = call.utterances.map(({ text }) => tokenise(text).map((token) => token.text));
  const after = redactTranscript(call, everything).utterances;
  const gone = before.flatMap((words, at) => {
    const kept = tokenise(after[at]?.text ?? '').map((token) => token.text);
    return words.filter((word) => {
      const place = kept.indexOf(word);
      if (place >= 0) kept.splice(place, 1);
      return place < 0;
    });
  });
  return { gone, words: before.flat().length };
}

function share(calls: readonly Transcript[], isRight: (word: string, at: number) => boolean): number {
  const counts = calls.map(taken);
  const wrong = counts.flatMap(({ gone }, at) => gone.filter((word) => !isRight(word, at)));
  return wrong.length / counts.reduce((sum, { words }) => sum + words, 0);
}

describe('redaction', () => {
  it('takes at most 1 % of the words of calls in which there is nothing to take', () => {
    expect(share(cleanCalls(), () => false)).toBeLessThanOrEqual(0.01);
  });

  it.skipIf(!existsSync(LABELLED))('takes at most 1 % besides names and numbers of labelled calls', () => {
    const calls = readLabelledCalls(LABELLED);
    const names = new Set(
      'robert mary smith jennifer elizabeth david johnson michael linda brown john james miller garcia jones patricia davis'.split(
        ' ',
      ),
    );
    const transcripts = calls.map(({ transcript }) => transcript);
    expect(share(transcripts, (word) => names.has(word) || isNumberWord(word))).toBeLessThanOrEqual(0.01);
  });

  it('takes nothing that was not asked for', () => {
    const call = dialogue('customer: my name is mary smith and my phone is 617 555 0199');
    expect(redactTranscript(call, { kinds: [] })).toBe(call);
    expect(redactTranscript(call, { kinds: ['email', 'card'] })).toEqual(call);
  });

  it('refuses a language it does not know rather than leave everything in', () => {
    for (const language of ['de', 'und']) {
      const call = { ...dialogue('customer: Meine Nummer ist 030 123456.'), language };
      expect(() => redactTranscript(call, everything)).toThrow(
        expect.objectContaining({
          code: 'redaction_language',
          details: { field: 'options.redact', language },
        }),
      );
    }
  });

  it('has nothing to refuse in a call in which nothing was said', () => {
    const call = { ...dialogue('customer: ...'), language: 'und' };
    expect(redactTranscript(call, everything)).toEqual(call);
  });

  it('leaves out words that are not those of the text', () => {
    const call = dialogue('customer: my card is 4111 1111 1111 1111');
    const words = [{ text: 'four', startMs: 0, endMs: 10, confidence: 1 }];
    const odd = { ...call, utterances: call.utterances.map((utterance) => ({ ...utterance, words })) };
    expect(redactTranscript(odd, everything).utterances[0]?.words).toEqual([]);
  });
});
