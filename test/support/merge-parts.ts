import { mergeTranscripts } from '../../src/domain/merge-transcripts.ts';
import type { Role, Transcript, Utterance } from '../../src/domain/transcript.ts';

const CHUNK_MS = 6000;
const WORD_MS = 500;

type SpokenLine = readonly [speaker: string, startMs: number, text: string, role?: Role];
type Part = readonly [startMs: number, ...lines: readonly (SpokenLine | readonly [])[]];

/** Chunks of six seconds put together; every word takes half a second. `startMs` of a line: within the chunk. */
export function aTranscript(
  parts: readonly Part[],
  wordTimes: Transcript['wordTimes'] = 'measured',
  languages: readonly string[] = [],
): Transcript {
  const chunks = parts.map(([startMs, ...lines], index) => ({
    chunk: { startMs, endMs: startMs + CHUNK_MS },
    transcript: {
      language: languages[index] ?? 'en',
      durationMs: CHUNK_MS,
      engine: 'speech',
      wordTimes,
      utterances: lines.flatMap((one, at) => (one.length === 0 ? [] : [utterance(one, at, wordTimes)])),
    },
  }));
  return mergeTranscripts(chunks, 60_000);
}

function utterance(
  [speaker, startMs, text, role = 'unknown']: SpokenLine,
  index: number,
  wordTimes: string,
): Utterance {
  const texts = text.split(' ');
  const words = texts.map((word, at) => ({
    text: word,
    startMs: startMs + at * WORD_MS,
    endMs: startMs + (at + 1) * WORD_MS,
    confidence: null,
  }));
  const lengthMs = (text.includes(' ') ? texts.length : text.length) * WORD_MS;
  const times = { startMs, endMs: startMs + lengthMs };
  const rest = { role, channel: null, confidence: null, words: wordTimes === 'none' ? [] : words };
  return { index, speaker, text, ...times, ...rest };
}
