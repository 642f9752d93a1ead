import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { measureConversation } from '../../../../src/analysis/metrics/conversation.ts';
import { AnalysisConfig } from '../../../../src/domain/analysis-config.ts';
import { transcript } from '../call.ts';

const SYNTH = path.join(import.meta.dirname, '../../../../../shared/calls/synth');
const Truth = z.object({
  segments: z.array(
    z.object({ role: z.enum(['agent', 'caller']), start_ms: z.int(), end_ms: z.int(), text: z.string() }),
  ),
});

/** Milliseconds in which the marked speakers speak, counted one by one: slow, and beyond doubt. */
function timeline(segments: readonly { start_ms: number; end_ms: number }[]): Uint8Array {
  const end = segments.reduce((latest, { end_ms }) => Math.max(latest, end_ms), 0);
  const spoken = new Uint8Array(end);
  for (const { start_ms, end_ms } of segments) spoken.fill(1, start_ms, end_ms);
  return spoken;
}

function countSpoken(spoken: Uint8Array): number {
  return spoken.reduce((sum, flag) => sum + flag, 0);
}

function silentRuns(spoken: Uint8Array): number[] {
  const runs: number[] = [];
  let length = 0;
  let begun = false;
  for (const flag of spoken) {
    if (flag === 1) {
      if (begun && length > 0) runs.push(length);
      begun = true;
      length = 0;
    } else length += 1;
  }
  return runs;
}

/** Gaps from a caller's end to the agent's start; a one-word agent segment under the caller's speech is no answer. */
function responseGaps(segments: z.infer<typeof Truth>['segments']): number[] {
  const turns = segments.filter((segment, at) => {
    const under = segment.start_ms < (segments[at - 1]?.end_ms ?? 0);
    return !(segment.role === 'agent' && under && segment.text === 'okay');
  });
  return turns.flatMap((segment, at) => {
    const before = turns[at - 1];
    const answers = segment.role === 'agent' && before?.role === 'caller';
    return answers ? [Math.max(0, segment.start_ms - before.end_ms)] : [];
  });
}

describe.skipIf(!existsSync(SYNTH))('calls with exact truth (needs ../shared/calls/synth)', () => {
  const files = existsSync(SYNTH) ? readdirSync(SYNTH).filter((file) => file.endsWith('.truth.json')) : [];
  it.each(files)('%s: the timeline is measured exactly', (file) => {
    const { segments } = Truth.parse(JSON.parse(readFileSync(path.join(SYNTH, file), 'utf8')));
    const call = transcript(
      segments.map(({ role, start_ms, end_ms, text }) => ({
        speaker: role,
        startMs: start_ms,
        endMs: end_ms,
        text,
      })),
    );
    const measured = measureConversation(call, AnalysisConfig.parse({}));
    const of = (role: 'agent' | 'caller') => segments.filter((segment) => segment.role === role);
    const talk = { agent: countSpoken(timeline(of('agent'))), customer: countSpoken(timeline(of('caller'))) };
    const words = (role: 'agent' | 'caller'): number =>
      of(role).reduce(
        (sum, { text }) =>
          sum + text.split(/\s+/u).filter((word) => /\p{L}/u.test(word) && !/[<[]/u.test(word)).length,
        0,
      );
    expect(measured.roles.agent.talkMs).toBe(talk.agent);
    expect(measured.roles.customer.talkMs).toBe(talk.customer);
    expect(measured.roles.agent.talkRatio).toBeCloseTo((100 * talk.agent) / (talk.agent + talk.customer), 2);
    expect(measured.roles.agent.wordCount).toBe(words('agent'));
    expect(measured.roles.customer.wordCount).toBe(words('caller'));
    expect(measured.roles.agent.wordsPerMinute).toBe(Math.round((words('agent') * 60_000) / talk.agent));
    const gaps = silentRuns(timeline(segments));
    expect(measured.pauses.map(({ durationMs }) => durationMs)).toEqual(gaps.filter((gap) => gap >= 2000));
    expect(
      measured.deadAir.count + measured.hold.instances.filter(({ durationMs }) => durationMs >= 5000).length,
    ).toBe(gaps.filter((gap) => gap >= 5000).length);
    expect(measured.speechMs).toBe(countSpoken(timeline(segments)));
    const answers = responseGaps(segments);
    expect(measured.responseTime.maxMs).toBe(Math.max(...answers));
    expect(measured.responseTime.meanMs).toBe(
      Math.round(answers.reduce((sum, gap) => sum + gap, 0) / answers.length),
    );
  });
});
