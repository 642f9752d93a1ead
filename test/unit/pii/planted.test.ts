import { describe, expect, it } from 'vitest';
import { analyse } from '../../../src/analysis/analyse.ts';
import { AnalysisConfig } from '../../../src/domain/analysis-config.ts';
import { RedactionKind } from '../../../src/domain/submission.ts';
import type { Transcript } from '../../../src/domain/transcript.ts';
import { TEXT_FORMATS } from '../../../src/formats/exports/transcript-files.ts';
import { redactTranscript } from '../../../src/pii/redact.ts';
import { decideRoles } from '../../../src/understanding/roles.ts';
import { leaks, plantedCalls } from '../../support/planted/calls.ts';

const calls = plantedCalls();
const everything = { kinds: RedactionKind.options };

const textsOf = ({ utterances }: Transcript) => utterances.map(({ text }) => text).join('\n');
const wordsOf = ({ utterances }: Transcript) =>
  utterances.flatMap(({ words }) => words.map(({ text }) => text)).join(' ');

describe('200 planted items', () => {
  it('are 200, of every kind, and all there before', () => {
    const items = calls.flatMap(({ items }) => items);
    expect(items).toHaveLength(200);
    expect(new Set(items.map(({ kind }) => kind))).toEqual(new Set(RedactionKind.options));
    for (const { items, transcript } of calls) {
      for (const item of items) expect(leaks(textsOf(transcript), [item])).not.toEqual([]);
    }
  });

  it.each(calls.map((call, number) => ({ number, ...call })))(
    'of call $number are gone from texts, timed words, report and exports',
    ({ items, transcript }) => {
      const redacted = redactTranscript(transcript, everything);
      expect(leaks(textsOf(redacted), items)).toEqual([]);
      expect(leaks(wordsOf(redacted), items)).toEqual([]);
      const decided = decideRoles(redacted);
      const report = analyse(decided, { recordedAt: null, config: AnalysisConfig.parse({}) });
      expect(leaks(JSON.stringify(report), items)).toEqual([]);
      for (const { render } of Object.values(TEXT_FORMATS)) expect(leaks(render(decided), items)).toEqual([]);
    },
  );

  it.each(RedactionKind.options)('of the kind %s are gone where nothing else is asked for', (kind) => {
    for (const { items, transcript } of calls) {
      const redacted = redactTranscript(transcript, { kinds: [kind] });
      for (const item of items.filter((item) => item.kind === kind)) {
        const own = new Set(item.lines.map(([, text]) => plain(text)));
        const matching = redacted.utterances.filter((_utterance, at) =>
          own.has(plain(transcript.utterances[at]?.text ?? '')),
        );
        expect(leaks(matching.map(({ text }) => text).join('\n'), [item])).toEqual([]);
      }
    }
  });

  it('leave words that line up with the text, each at its time', () => {
    for (const { transcript } of calls) {
      const redacted = redactTranscript(transcript, everything);
      for (const [at, { text, words, startMs, endMs }] of redacted.utterances.entries()) {
        expect(words.map((word) => word.text).join(' ')).toBe(text);
        expect(words[0]?.startMs).toBe(startMs);
        expect(words.at(-1)?.endMs).toBe(transcript.utterances[at]?.words.at(-1)?.endMs);
        expect(endMs).toBe(transcript.utterances[at]?.endMs);
      }
    }
  });

  it('stay away when it is redacted again, and nothing else goes', () => {
    for (const { transcript } of calls) {
      const once = redactTranscript(transcript, everything);
      expect(redactTranscript(once, everything)).toEqual(once);
    }
  });
});

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[.,?!]/g, '');
}
