import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LanguageModel } from '../../../src/adapters/ai/language-model.ts';
import { createOpenAiModel } from '../../../src/adapters/ai/chat-models.ts';
import { sectionInput, writeOffline } from '../../../src/analysis/analyse.ts';
import type { Report } from '../../../src/analysis/report.ts';
import { AnalysisConfig } from '../../../src/domain/analysis-config.ts';
import { readWithLlm, sectionGroups } from '../../../src/llm/read-with-llm.ts';
import { chatResult, llamaResult } from '../../support/workers-ai-answers.ts';
import {
  type AskedCall,
  type Behaviour,
  startWorkersAiContract,
  type WorkersAiContract,
} from '../../support/workers-ai-contract.ts';
import { RECORDED_AT, report } from '../analysis/call.ts';
import { GEMMA, LLAMA, modelAt as modelBehind } from './contract-model.ts';
import { salesCallWith } from './injected.ts';

const CONFIG = AnalysisConfig.parse({ goals: [{ name: 'Greeting', examples: ['thank you for calling'] }] });
const INPUT = sectionInput(salesCallWith(), { recordedAt: RECORDED_AT, config: CONFIG });
const OFFLINE = report(salesCallWith(), CONFIG);
const ASKED = sectionGroups().flat();
/** What a model that does its work says, for all sections; members that were not asked for change nothing. */
const GOOD = { ...writeOffline(INPUT), summary: { ...OFFLINE.summary, title: 'Twenty agents' } };

let server: WorkersAiContract;
beforeAll(async () => {
  server = await startWorkersAiContract();
});
afterAll(() => server.close());

const modelAt = (id: string, patience = {}): LanguageModel => modelBehind(server.url, id, patience);

function reportOf(model: LanguageModel, signal = new AbortController().signal): Promise<Report> {
  return readWithLlm(model, INPUT, undefined, signal);
}

function enginesOf(made: Report): string[] {
  return ASKED.map(({ name }) => made[name].engine);
}

const isRepair = ({ json }: AskedCall) => Object(json).messages.length > 2;
const all = <T>(value: T): T[] => ASKED.map(() => value);

describe.each([
  ['llama, as an object', LLAMA, llamaResult(GOOD)],
  ['llama, as text', LLAMA, llamaResult(GOOD, 'text')],
  ['gemma', GEMMA, chatResult(JSON.stringify(GOOD))],
])('%s', (_name, id, behaviour) => {
  it('writes every section it is asked for, in one call per group', async () => {
    server.plan(behaviour);
    const made = await reportOf(modelAt(id));
    expect(made.warnings).toEqual([]);
    expect(enginesOf(made)).toEqual(all(id));
    expect(made.summary.title).toBe('Twenty agents');
    expect(server.asked).toHaveLength(sectionGroups().length);
    expect(made.judgement).toMatchObject({ model: id, calls: 3, repairs: 0, inputTokens: 2700 });
    expect(made.judgement?.prompts.map(({ section }) => section)).toEqual(ASKED.map(({ name }) => name));
  });

  it('leaves everything that is measured as it is', async () => {
    server.plan(behaviour);
    const made = await reportOf(modelAt(id));
    expect(made.conversation).toEqual(OFFLINE.conversation);
    expect(made.keywords).toEqual(OFFLINE.keywords);
    expect(made.entities).toEqual(OFFLINE.entities);
  });
});

it('each dialect gets its own form of the schema, and room for the answer', async () => {
  server.plan(llamaResult(GOOD));
  await reportOf(modelAt(LLAMA));
  expect(server.asked[0]?.json).toMatchObject({
    max_tokens: 6000,
    response_format: { type: 'json_schema', json_schema: { type: 'object' } },
  });
  server.plan(chatResult(JSON.stringify(GOOD)));
  await reportOf(modelAt(GEMMA));
  expect(server.asked[0]?.json).toMatchObject({
    response_format: { type: 'json_schema', json_schema: { strict: true, schema: { type: 'object' } } },
  });
});

it('an OpenAI-compatible server is asked with its key and the name of the model', async () => {
  server.plan(chatResult(JSON.stringify(GOOD)));
  const made = await reportOf(
    createOpenAiModel({ baseUrl: `${server.url}/v1/`, apiKey: 'k', storesPayloads: false }, 'local'),
  );
  expect(enginesOf(made)).toEqual(all('local'));
  expect(server.asked[0]).toMatchObject({
    path: '/v1/chat/completions',
    model: 'local',
    authorization: 'Bearer k',
  });
});

describe('an answer that does not fit', () => {
  const withoutSales = Object.fromEntries(Object.entries(GOOD).filter(([name]) => name !== 'sales'));

  it('is asked for again once, for what was wrong alone and with the reason', async () => {
    server.plan((asked) => llamaResult(isRepair(asked) ? { sales: OFFLINE.sales } : withoutSales));
    const made = await reportOf(modelAt(LLAMA));
    expect(made.warnings).toEqual([]);
    expect(enginesOf(made)).toEqual(all(LLAMA));
    const repair = server.asked.find(isRepair);
    expect(Object(repair?.json).response_format.json_schema.required).toEqual(['sales']);
    expect(Object(repair?.json).messages.at(-1).content).toContain('sales: ');
    expect(made.judgement).toMatchObject({ calls: 4, repairs: 1 });
  });

  it('twice leaves the section to the offline engine, with a warning, and the others to the model', async () => {
    server.plan(llamaResult(withoutSales));
    const made = await reportOf(modelAt(LLAMA));
    expect(made.sales).toEqual(OFFLINE.sales);
    expect(made.coaching.engine).toBe(LLAMA);
    expect(made.warnings).toMatchObject([{ section: 'sales', code: 'model_answer_invalid' }]);
    expect(server.asked).toHaveLength(4);
  });

  it.each<[string, string, Behaviour]>([
    ['that is cut', GEMMA, chatResult(JSON.stringify(GOOD).slice(0, 200), 'length')],
    ['that is prose', LLAMA, llamaResult('I cannot do that.', 'object')],
    [
      'that is no JSON by its own account',
      LLAMA,
      { kind: 'error', code: 5024, message: "JSON Mode couldn't be met" },
    ],
  ])('%s is repaired once, then given up', async (_name, id, behaviour) => {
    server.plan(behaviour);
    const made = await reportOf(modelAt(id));
    expect(enginesOf(made)).toEqual(ASKED.map(({ name }) => OFFLINE[name].engine));
    expect(made.warnings.map(({ code }) => code)).toEqual(all('model_answer_invalid'));
    expect(server.asked).toHaveLength(6);
  });
});

it('a quote that was never said is dropped and counted', async () => {
  const invented = { utterance: 1, quote: 'I will pay any price' };
  const summary = { ...GOOD.summary, evidence: [invented, ...GOOD.summary.evidence] };
  server.plan(llamaResult({ ...GOOD, summary }));
  const made = await reportOf(modelAt(LLAMA));
  expect(made.summary.evidence.map(({ quote }) => quote)).toEqual(
    OFFLINE.summary.evidence.map(({ quote }) => quote),
  );
  expect(made.quotes.dropped).toBe(1);
});

describe('a model that fails', () => {
  it.each<[string, Behaviour, string, number]>([
    ['is out of capacity (3040)', { kind: 'error', code: 3040 }, 'model_unavailable', 6],
    ['timed out (3007)', { kind: 'error', code: 3007 }, 'model_unavailable', 6],
    ['broke off its answer', { kind: 'cut_off' }, 'model_unavailable', 6],
    ['sent something else', { kind: 'noise', status: 502, text: '<html>' }, 'model_unavailable', 6],
    ['used up the day (3036)', { kind: 'error', code: 3036 }, 'model_quota_used', 3],
    ['finds the call too large (3006)', { kind: 'error', code: 3006 }, 'transcript_too_long', 3],
    ['does not exist (5007)', { kind: 'error', code: 5007 }, 'model_rejected', 3],
  ])('because it %s leaves the whole report to the offline engine', async (_name, behaviour, code, calls) => {
    server.plan(behaviour);
    const { judgement, warnings, ...made } = await reportOf(modelAt(LLAMA));
    const { judgement: _, warnings: __, ...offline } = OFFLINE;
    expect(made).toEqual(offline);
    expect(warnings.map((warning) => warning.code)).toEqual(all(code));
    expect(judgement).toMatchObject({ calls: 0 });
    expect(server.asked).toHaveLength(calls);
  });

  it('for a moment is asked again', async () => {
    server.plan({ kind: 'error', code: 3040 }, llamaResult(GOOD));
    expect((await reportOf(modelAt(LLAMA))).warnings).toEqual([]);
  });

  it('may take its time', async () => {
    server.plan({ kind: 'slow', delayMs: 30, answer: llamaResult(GOOD) });
    expect((await reportOf(modelAt(LLAMA))).warnings).toEqual([]);
  });

  it('is given up when it says nothing for too long', async () => {
    server.plan({ kind: 'silence' });
    const made = await reportOf(modelAt(LLAMA, { timeoutMs: 50, tries: 1 }));
    expect(made.warnings.map(({ code }) => code)).toEqual(all('model_unavailable'));
  });
});

it('work that is taken away ends with its reason, not with a report', async () => {
  server.plan({ kind: 'silence' });
  const controller = new AbortController();
  const working = reportOf(modelAt(LLAMA), controller.signal);
  controller.abort(new Error('taken away'));
  await expect(working).rejects.toThrow('taken away');
});
