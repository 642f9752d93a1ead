import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Answers } from '../../../bench/eval/answers.ts';
import { type EvalCall, readCalls, transcriptOf } from '../../../bench/eval/calls.ts';
import { PERTURBATIONS, vocabularyOf } from '../../../bench/eval/perturb.ts';
import { languageModelReader, offlineReader } from '../../../bench/eval/readers.ts';
import { measureChanges } from '../../../bench/eval/robustness.ts';
import { type Case, faultsOf } from '../../../bench/eval/rows.ts';
import { bootstrap } from '../../../bench/eval/statistics.ts';
import { measureStuffing } from '../../../bench/eval/stuffing.ts';
import { measureRows } from '../../../bench/eval/table.ts';
import { chatResult } from '../../support/workers-ai-answers.ts';
import { startWorkersAiContract } from '../../support/workers-ai-contract.ts';

/** The project's own calls in the form of the corpus. */
const OWN = readCalls(path.join(import.meta.dirname, '../../../corpus/calls/m'));

const LINES = [
  ['agent', 'Thank you for calling Northwind, this is Alice. How can I help you today?'],
  ['customer', 'Hi, this is Helen Brandt. My order never arrived and the price was too high anyway.'],
  ['agent', 'I see. I will send the parcel again by Friday.'],
  ['customer', 'Mm.'],
  ['agent', 'It will be with you then, I am sure of it. Goodbye.'],
] as const;

const CORPUS_CALL = {
  id: 'pair-x-good',
  domain: 'parcel',
  call_type: 'complaint',
  recorded_at: '2026-03-25T15:00:00Z',
  style: 'clean',
  turns: LINES.map(([s, t]) => ({ s, t, acts: [], tone: 0 })),
  truth: {
    names: { agent: 'Alice', customer: 'Helen', company: 'Northwind' },
    outcome: ['follow_up'],
    customer_tone: ['negative'],
    actions: [
      { who: 'agent', what: 'send the parcel again', due: '2026-03-27', turn: 2 },
      { who: 'customer', what: 'ring back on Monday', due: null, turn: 3 },
    ],
    objections: [{ kind: 'price', turn: 1, answered: null, settled: false }],
    checks: {
      greeting: 0,
      agent_name: 0,
      company: 0,
      identity_asked: [],
      identity_verified: null,
      further_help: null,
      closing: 4,
    },
    moments: [{ turn: 1, kind: 'frustration', why: 'never arrived' }],
    effort: 3,
    grades: { clarity: 2, influence: null, objection: 1, discovery: 3, delivery: null, close: 2 },
  },
};

function written(...calls: readonly object[]): EvalCall[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'eval-'));
  for (const [at, call] of calls.entries())
    writeFileSync(path.join(folder, `${at}.json`), JSON.stringify(call));
  return readCalls(folder);
}

/** All that the label says, and nothing else. */
function truthful({ turns, truth }: EvalCall, scores: Answers['scores']): Answers {
  const flag = (name: keyof Answers['checks']): boolean => truth.checks[name] ?? false;
  return {
    roles: new Map(turns.map(({ speaker, side }) => [speaker, side === 'other' ? 'unknown' : side])),
    kind: truth.kind,
    outcome: truth.outcomes[0] ?? 'unknown',
    tone: truth.tones[0] ?? null,
    customer: truth.customer,
    tasks: truth.tasks,
    objections: truth.objections,
    checks: {
      greeting: flag('greeting'),
      'own name': flag('own name'),
      company: flag('company'),
      'identity asked': flag('identity asked'),
      'identity verified': flag('identity verified'),
      'further help': flag('further help'),
      closing: flag('closing'),
    },
    moments: truth.moments ?? [],
    effort: truth.effort,
    scores,
  };
}

const figuresOf = (cases: readonly Case[]): Record<string, number | null> =>
  Object.fromEntries(measureRows(cases, { seed: 1, rounds: 20 }).map(({ row, value }) => [row, value]));

describe('figures', () => {
  const [good, poor] = written(CORPUS_CALL, { ...CORPUS_CALL, id: 'pair-x-poor' });
  if (good === undefined || poor === undefined) throw new Error('no calls');
  const right: Case = { call: good, answers: truthful(good, { sales: null, service: 70 }) };

  it('a report that says what the labels say is right in every row', () => {
    const worse = { call: poor, answers: truthful(poor, { sales: null, service: 40 }) };
    const figures = figuresOf([right, worse]);
    for (const row of [
      'roles: right',
      'kind',
      'outcome: right',
      'tone: label right',
      'tone: clearly negative found',
      'customer’s name: F1',
      'tasks: precision',
      'tasks: recall',
      'tasks: date right where one was said',
      'objections: precision',
      'objections: recall',
      'objections: settled or not, right',
      'greeting: F1',
      'closing: F1',
      'pairs: the better call scores higher',
      'moments: recall',
    ])
      expect([row, figures[row]]).toEqual([row, 1]);
    for (const row of ['roles: swapped', 'customer’s name: wrong', 'tasks: date invented'])
      expect([row, figures[row]]).toEqual([row, 0]);
    expect(figures['pairs: by']).toBe(30);
    expect(faultsOf(right)).toEqual([]);
  });

  it('what is false and what is missing each lower their own row', () => {
    const { answers } = right;
    const [task] = answers.tasks;
    if (task === undefined) throw new Error('no task');
    const speakers = [...answers.roles.keys()];
    const figures = figuresOf([
      {
        call: good,
        answers: {
          ...answers,
          roles: new Map(
            speakers.map((speaker) => [
              speaker,
              answers.roles.get(speaker) === 'agent' ? 'customer' : 'agent',
            ]),
          ),
          customer: 'Alice',
          outcome: 'unknown',
          tone: 'positive',
          tasks: [
            { ...task, due: null },
            { ...task, who: 'customer', text: 'do something else', turn: 0 },
          ],
          objections: [
            { kind: 'price', turn: 1, settled: true },
            { kind: 'need', turn: 4, settled: false },
          ],
          moments: [],
        },
      },
    ]);
    expect(figures).toMatchObject({
      'roles: right': 0,
      'roles: swapped': 1,
      'customer’s name: F1': 0,
      'customer’s name: wrong': 1,
      'outcome: right': 0,
      'tone: clearly negative found': 0,
      'tasks: precision': 0.5,
      'tasks: recall': 0.5,
      'tasks: date right where one was said': 0,
      'objections: precision': 0.5,
      'objections: recall': 1,
      'objections: settled or not, right': 0,
      'moments: recall': 0,
    });
  });

  it('an interval is the same for a seed, and holds the figure', () => {
    const values = Array.from({ length: 60 }, (_, at) => at % 3);
    const meanOf = (sample: readonly number[]): number =>
      sample.reduce((sum, value) => sum + value, 0) / sample.length;
    const interval = bootstrap(values, meanOf, { seed: 7, rounds: 400 });
    expect(interval).toEqual(bootstrap(values, meanOf, { seed: 7, rounds: 400 }));
    expect(interval?.[0]).toBeLessThan(1);
    expect(interval?.[1]).toBeGreaterThan(1);
  });

  it('speakers are submitted without their roles', () => {
    const { utterances } = transcriptOf(good);
    expect(new Set(utterances.map(({ speaker }) => speaker))).toEqual(new Set(['A', 'B']));
    expect(utterances.every(({ role }) => role === 'unknown')).toBe(true);
  });
});

describe('perturbations', () => {
  const [call] = written(CORPUS_CALL);
  if (call === undefined) throw new Error('no call');
  const vocabulary = vocabularyOf(OWN);
  const textsOf = (name: string, seed = 1): string[] =>
    PERTURBATIONS[name]?.(call, vocabulary, seed).turns.map(({ text }) => text) ?? [];

  it('are the same for a seed, and other errors for another', () => {
    expect(textsOf('8 % recognition errors')).toEqual(textsOf('8 % recognition errors'));
    expect(textsOf('8 % recognition errors', 1)).not.toEqual(textsOf('8 % recognition errors', 2));
  });

  it('change about 8 of 100 words', () => {
    const wordsOf = (calls: readonly EvalCall[]): string[] =>
      calls.flatMap(({ turns }) => turns.flatMap(({ text }) => text.split(/\s+/u)));
    const changed = OWN.map((one) => PERTURBATIONS['8 % recognition errors']?.(one, vocabulary, 1) ?? one);
    const kept = new Map<string, number>();
    for (const word of wordsOf(changed)) kept.set(word, (kept.get(word) ?? 0) + 1);
    const lost = wordsOf(OWN).filter((word) => {
      const left = kept.get(word) ?? 0;
      kept.set(word, left - 1);
      return left <= 0;
    });
    expect(lost.length / wordsOf(OWN).length).toBeGreaterThan(0.03);
    expect(lost.length / wordsOf(OWN).length).toBeLessThan(0.12);
  });

  it('keep who says what in which order', () => {
    expect(textsOf('lower case, no punctuation')[0]).toBe(
      'thank you for calling northwind this is alice how can i help you today',
    );
    expect(textsOf('synonyms')[0]).toContain('How can I assist you');
    expect(textsOf('long turns split').slice(0, 2)).toEqual([
      'Thank you for calling Northwind, this is Alice.',
      'How can I help you today?',
    ]);
    expect(textsOf('short answers moved').at(-1)).toBe('Mm.');
    const swapped = PERTURBATIONS['speakers A and B renamed']?.(call, vocabulary, 1).turns ?? [];
    expect(swapped.map(({ speaker }) => speaker)).toEqual(
      call.turns.map(({ speaker }) => (speaker === 'A' ? 'B' : 'A')),
    );
  });
});

describe('the project’s own calls', () => {
  it('are read the same without case and punctuation, in split turns and under other names', async () => {
    const names = new Set(['lower case, no punctuation', 'long turns split', 'speakers A and B renamed']);
    const some = Object.fromEntries(Object.entries(PERTURBATIONS).filter(([name]) => names.has(name)));
    const { changes } = await measureChanges(offlineReader, OWN, 1, some);
    for (const { perturbation, outcome, roles, tone } of changes)
      expect({ perturbation, outcome, roles, tone }).toEqual({ perturbation, outcome: 0, roles: 0, tone: 0 });
  });

  it('what is added to them is measured', async () => {
    const effects = await measureStuffing(offlineReader, OWN);
    expect(effects.map(({ added }) => added)).toHaveLength(5);
    expect(effects.every(({ calls }) => calls === OWN.length)).toBe(true);
  });
});

describe('a language model as the reader', () => {
  it('is asked over HTTP as the Worker asks it, and what it says is measured', async () => {
    const server = await startWorkersAiContract();
    const [call] = written(CORPUS_CALL);
    const env = { LLM_MODEL: 'local', LLM_BASE_URL: `${server.url}/v1`, LLM_API_KEY: 'k' };
    const reader = languageModelReader(env);
    if (call === undefined || reader === null) throw new Error('no reader');
    const { report: offline } = await offlineReader.read(call);
    const sections = { ...offline, summary: { ...offline.summary, outcome: 'escalated' } };
    server.plan(chatResult(JSON.stringify(sections)));
    const { report, answers } = await reader.read(call);
    expect(report.judgement?.model).toBe('local');
    expect(answers.outcome).toBe('escalated');
    expect(server.asked[0]).toMatchObject({ path: '/v1/chat/completions', authorization: 'Bearer k' });
    await server.close();
  });

  it('needs an address', () => {
    expect(() => languageModelReader({ LLM_MODEL: 'local' })).toThrow('LLM_BASE_URL');
    expect(languageModelReader({ LLM_MODEL: 'off' })).toBeNull();
  });
});
