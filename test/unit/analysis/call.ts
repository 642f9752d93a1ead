import { analyse } from '../../../src/analysis/analyse.ts';
import type { Report } from '../../../src/analysis/report.ts';
import { AnalysisConfig, type AnalysisConfigInput } from '../../../src/domain/analysis-config.ts';
import type { Role, Transcript } from '../../../src/domain/transcript.ts';

export interface Line {
  readonly speaker: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly text: string;
  readonly role?: Role;
}

const ROLES: ReadonlyMap<string, Role> = new Map([
  ['agent', 'agent'],
  ['caller', 'customer'],
  ['customer', 'customer'],
]);
export const RECORDED_AT = '2026-03-25T15:00:00-04:00';

/** A transcript of lines with times; the labels agent, customer and caller carry their role. */
export function transcript(lines: readonly Line[], language = 'en'): Transcript {
  const utterances = lines.map(({ speaker, startMs, endMs, text, role }, index) => ({
    index,
    speaker,
    role: role ?? ROLES.get(speaker) ?? 'unknown',
    channel: null,
    startMs,
    endMs,
    text,
    confidence: null,
    words: [],
  }));
  const durationMs = lines.reduce((latest, { endMs }) => Math.max(latest, endMs), 0);
  return { language, durationMs, engine: 'submitted', wordTimes: 'none', utterances };
}

/** A dialogue without times: every line takes 400 ms a word and follows the one before after half a second. */
export function dialogue(...lines: readonly string[]): Transcript {
  let atMs = 0;
  const timed = lines.map((line) => {
    const [speaker = '', ...rest] = line.split(': ');
    const text = rest.join(': ');
    const startMs = atMs;
    const endMs = startMs + text.split(' ').length * 400;
    atMs = endMs + 500;
    return { speaker, startMs, endMs, text };
  });
  return transcript(timed);
}

export function report(
  call: Transcript,
  config: AnalysisConfigInput = {},
  recordedAt: string | null = RECORDED_AT,
): Report {
  return analyse(call, { recordedAt, config: AnalysisConfig.parse(config) });
}
