import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sectionInput, writeOffline } from '../../../src/analysis/analyse.ts';
import { Report } from '../../../src/analysis/report.ts';
import { AnalysisConfig } from '../../../src/domain/analysis-config.ts';
import { readWithLlm, sectionGroups } from '../../../src/llm/read-with-llm.ts';
import { verifyEvidence } from '../../../src/text/evidence.ts';
import { seeded } from '../../support/seeded.ts';
import { chatResult, llamaResult } from '../../support/workers-ai-answers.ts';
import {
  type AskedCall,
  type Behaviour,
  startWorkersAiContract,
  WORKERS_AI_ERRORS,
  type WorkersAiContract,
} from '../../support/workers-ai-contract.ts';
import { RECORDED_AT, report } from '../analysis/call.ts';
import { GEMMA, LLAMA, modelAt } from './contract-model.ts';
import { salesCallWith } from './injected.ts';

const REPORTS = 300;
const FAULTY_SHARE = 0.1;
const AT_ONCE = 10;
const CONFIG = AnalysisConfig.parse({ goals: [{ name: 'Greeting', examples: ['thank you for calling'] }] });
const WHOLE = salesCallWith();
/** The beginning of the call: what goes wrong does not depend on its length. */
const CALL = { ...WHOLE, utterances: WHOLE.utterances.slice(0, 5) };
const INPUT = sectionInput(CALL, { recordedAt: RECORDED_AT, config: CONFIG });
const OFFLINE = report(CALL, CONFIG);
const GOOD = writeOffline(INPUT);
const ASKED = sectionGroups().flat();
const INVENTED = [{ utterance: 2, quote: 'Nobody ever said so.' }];

const answer = ({ model }: AskedCall, content: unknown): Behaviour =>
  model === LLAMA ? llamaResult(content) : chatResult(JSON.stringify(content));
const textAnswer = ({ model }: AskedCall, content: string): Behaviour =>
  model === LLAMA ? llamaResult(content, 'object') : chatResult(content, 'length');

/** Everything a model can do wrong. */
const FAULTS: readonly Behaviour[] = [
  ...Object.keys(WORKERS_AI_ERRORS).map((code): Behaviour => ({ kind: 'error', code: Number(code) })),
  { kind: 'error', code: 5024, message: "JSON Mode couldn't be met" },
  { kind: 'cut_off' },
  { kind: 'silence' },
  { kind: 'noise', status: 502, text: '<html>Bad gateway</html>' },
  { kind: 'result', result: { unknown: 'member' } },
  (asked) => textAnswer(asked, 'I would rather not.'),
  (asked) => textAnswer(asked, JSON.stringify(GOOD).slice(0, 900)),
  (asked) => answer(asked, []),
  (asked) => answer(asked, { ...GOOD, service: { ...OFFLINE.service, score: 101 } }),
  (asked) => answer(asked, { ...GOOD, sentiment: { ...OFFLINE.sentiment, overall: 'very good' } }),
  (asked) => answer(asked, { ...GOOD, goals: { goals: [] } }),
  (asked) => answer(asked, { ...GOOD, summary: { ...OFFLINE.summary, evidence: INVENTED } }),
  (asked) => answer(asked, Object.fromEntries(ASKED.map(({ name }) => [name, null]))),
];

let server: WorkersAiContract;
beforeAll(async () => {
  server = await startWorkersAiContract();
});
afterAll(() => server.close());

function readOnce(at: number): Promise<Report> {
  const model = modelAt(server.url, at % 2 === 0 ? LLAMA : GEMMA, { timeoutMs: 1_000, tries: 2 });
  return readWithLlm(model, INPUT, undefined, new AbortController().signal);
}

it('a tenth of all calls gone wrong leaves 300 valid reports that say which sections fell back', async () => {
  const random = seeded(7);
  let faults = 0;
  server.plan((asked) => {
    if (random() >= FAULTY_SHARE) return answer(asked, GOOD);
    faults += 1;
    return FAULTS[Math.floor(random() * FAULTS.length)] ?? answer(asked, GOOD);
  });
  const made: Report[] = [];
  for (let at = 0; at < REPORTS; at += AT_ONCE)
    made.push(...(await Promise.all(Array.from({ length: AT_ONCE }, (_, more) => readOnce(at + more)))));
  expect(faults).toBeGreaterThan(REPORTS * FAULTY_SHARE);
  for (const one of made) {
    expect(isDeepStrictEqual(Report.parse(one), one)).toBe(true);
    expect(verifyEvidence(one, CALL).count.dropped).toBe(0);
    const fellBack = ASKED.filter(({ name }) => one[name].engine !== one.judgement?.model).map(
      ({ name }) => name,
    );
    expect(one.warnings.map(({ section }) => section)).toEqual(fellBack);
    for (const name of [...fellBack, 'conversation'] as const)
      expect(isDeepStrictEqual(one[name], OFFLINE[name])).toBe(true);
  }
  const codes = new Set(made.flatMap(({ warnings }) => warnings.map(({ code }) => code)));
  expect(codes.size).toBeGreaterThan(2);
  expect(made.some(({ warnings }) => warnings.length === 0)).toBe(true);
}, 180_000);
