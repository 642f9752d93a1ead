import { salesCall } from '../support/transcripts.ts';

/** The answer of the speech model for the sales call, one speaker per channel. */
export function novaAnswer() {
  return {
    metadata: { duration: 35, channels: 2 },
    results: {
      channels: [{ alternatives: [{ transcript: '' }] }, { alternatives: [{ transcript: '' }] }],
      utterances: salesCall.utterances.map(({ speaker, start, end, text }) => ({
        start,
        end,
        confidence: 0.97,
        channel: speaker === 'agent' ? 0 : 1,
        transcript: text,
        words: [{ word: 'first', punctuated_word: 'First', start, end: start + 0.2, confidence: 0.9 }],
      })),
    },
  };
}
