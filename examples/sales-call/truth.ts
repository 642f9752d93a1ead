import type { CallScript } from './script.ts';
import type { PlacedTurn } from './timeline.ts';

/** What is true of the recording by construction, to measure a transcript or a report against. */
export function describeCall(
  script: CallScript,
  turns: readonly PlacedTurn[],
  durationMs: number,
  sampleRateHz: number,
) {
  return {
    sid: 'sales-call',
    voices: script.voices,
    sample_rate: sampleRateHz,
    channels: { '0': 'agent', '1': 'customer' },
    duration_ms: durationMs,
    task: script.title,
    recorded_at: script.recordedAt,
    word_count: { agent: countWordsOf(turns, 'agent'), customer: countWordsOf(turns, 'customer') },
    holds: turns.flatMap((turn, i) => {
      const before = turns[i - 1];
      return turn.hold && before ? [{ start_ms: before.endMs, end_ms: turn.startMs }] : [];
    }),
    overlaps: turns.flatMap((turn, i) => {
      const before = turns[i - 1];
      if (!before || before.endMs <= turn.startMs) return [];
      return [{ by: turn.who, start_ms: turn.startMs, end_ms: Math.min(before.endMs, turn.endMs) }];
    }),
    segments: turns.map((turn) => ({
      role: turn.who,
      start_ms: turn.startMs,
      end_ms: turn.endMs,
      words: countWords(turn.text),
      text: turn.text,
    })),
  };
}

function countWordsOf(turns: readonly PlacedTurn[], who: PlacedTurn['who']): number {
  return turns.filter((turn) => turn.who === who).reduce((sum, turn) => sum + countWords(turn.text), 0);
}

function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => /\w/.test(word)).length;
}
