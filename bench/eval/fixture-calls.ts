import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { analyse } from '../../src/analysis/analyse.ts';
import { AnalysisConfig } from '../../src/domain/analysis-config.ts';
import type { Transcript } from '../../src/domain/transcript.ts';
import { decideRoles } from '../../src/understanding/roles.ts';

const FixtureCall = z.strictObject({
  title: z.string(),
  recorded_at: z.string(),
  transcript: z.strictObject({
    language: z.string(),
    utterances: z.array(
      z.strictObject({ speaker: z.string(), start: z.number(), end: z.number(), text: z.string() }),
    ),
  }),
  config: AnalysisConfig,
  expect: z.strictObject({
    agent: z.string(),
    prospectName: z.string().nullable(),
    outcome: z.array(z.string()),
    actionItems: z.array(
      z.strictObject({ contains: z.string(), assignee: z.string(), dueDate: z.string().nullable() }),
    ),
    goals: z.array(z.strictObject({ name: z.string(), met: z.boolean() })),
  }),
});
export type FixtureCall = z.infer<typeof FixtureCall>;

export interface Check {
  readonly call: string;
  readonly what: string;
  readonly passed: boolean;
}

/** The project's own calls with what a listener would note down. */
export function readFixtureCalls(folder: string): { name: string; call: FixtureCall }[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .toSorted()
    .map((file) => ({
      name: path.basename(file, '.json'),
      call: FixtureCall.parse(JSON.parse(readFileSync(path.join(folder, file), 'utf8'))),
    }));
}

/** The transcript of a fixture, its roles decided from content. */
export function fixtureTranscript({ transcript: { language, utterances } }: FixtureCall): Transcript {
  const spoken = utterances.map(({ speaker, start, end, text }, index) => ({
    index,
    speaker,
    role: 'unknown' as const,
    channel: null,
    startMs: Math.round(start * 1000),
    endMs: Math.round(end * 1000),
    text,
    confidence: null,
    words: [],
  }));
  const durationMs = spoken.reduce((latest, { endMs }) => Math.max(latest, endMs), 0);
  return decideRoles({ language, durationMs, engine: 'submitted', wordTimes: 'none', utterances: spoken });
}

/** Holds the report of a fixture against what is expected of it. */
export function checkFixture(name: string, call: FixtureCall): Check[] {
  const transcript = fixtureTranscript(call);
  const report = analyse(transcript, { recordedAt: call.recorded_at, config: call.config });
  const { expect } = call;
  const check = (what: string, passed: boolean): Check => ({ call: name, what, passed });
  const agents = transcript.utterances.filter(({ role }) => role === 'agent').map(({ speaker }) => speaker);
  return [
    check('agent', agents.length > 0 && agents.every((speaker) => speaker === expect.agent)),
    check('prospect name', report.summary.prospectName === expect.prospectName),
    check('outcome', expect.outcome.includes(report.summary.outcome)),
    check(
      'number of action items',
      (report.actionItems.items.length === 0) === (expect.actionItems.length === 0),
    ),
    ...expect.actionItems.map(({ contains, assignee, dueDate }) =>
      check(
        `action item “${contains}”`,
        report.actionItems.items.some(
          (item) =>
            item.description.toLowerCase().includes(contains) &&
            item.assignee === assignee &&
            item.dueDate === dueDate,
        ),
      ),
    ),
    ...expect.goals.map(({ name, met }) =>
      check(
        `goal “${name}”`,
        report.goals.goals.some((goal) => goal.name === name && goal.met === met),
      ),
    ),
  ];
}
