import type { AiClient } from '../../src/adapters/ai/ai-client.ts';
import { openLanguageModel } from '../../src/adapters/ai/chat-models.ts';
import { analyse, sectionInput, writeOffline } from '../../src/analysis/analyse.ts';
import { composeReport, type Report } from '../../src/analysis/report.ts';
import { AnalysisConfig } from '../../src/domain/analysis-config.ts';
import { readWithLlm } from '../../src/llm/read-with-llm.ts';
import { decideRoles } from '../../src/understanding/roles.ts';
import { type Answers, answersOf } from './answers.ts';
import { type EvalCall, transcriptOf } from './calls.ts';

/** Whoever reads a call and writes a report of it, as a deployment would. */
export interface Reader {
  readonly name: string;
  /** Calls that are read at once. */
  readonly atOnce: number;
  readonly read: (call: EvalCall) => Promise<{ readonly report: Report; readonly answers: Answers }>;
}

const config = AnalysisConfig.parse({});

/** The reader without a language model: the same call gives the same report. */
export const offlineReader: Reader = {
  name: 'offline',
  atOnce: 1,
  read: (call) => {
    const transcript = decideRoles(transcriptOf(call));
    const input = sectionInput(transcript, { recordedAt: call.recordedAt, config });
    const { promptInjection, facts } = input;
    const report = composeReport(transcript, call.recordedAt, writeOffline(input), {
      config,
      promptInjection,
    });
    return Promise.resolve({ report, answers: answersOf(transcript, report, facts) });
  },
};

const NO_BINDING: AiClient = {
  run: () => Promise.reject(new Error('LLM_BASE_URL is not set: a model is asked over HTTP here')),
};

/** `LLM_MODEL` at `LLM_BASE_URL`, asked by the code that the Worker asks it with; `null` where none is set. */
export function languageModelReader(env: Readonly<Record<string, string | undefined>>): Reader | null {
  const { LLM_MODEL: model = '', LLM_BASE_URL: baseUrl = '', LLM_API_KEY: apiKey = '' } = env;
  if (model === '' || model === 'off') return null;
  if (baseUrl === '')
    throw new Error('LLM_MODEL is set and LLM_BASE_URL is not: http://localhost:11434/v1, say');
  const settings = { model, baseUrl, apiKey: apiKey === '' ? null : apiKey, storesPayloads: false };
  const languageModel = openLanguageModel(settings, NO_BINDING);
  return {
    name: model,
    atOnce: 4,
    read: async (call) => {
      const transcript = decideRoles(transcriptOf(call));
      const input = sectionInput(transcript, { recordedAt: call.recordedAt, config });
      const report =
        input.trusted.utterances.length === 0
          ? analyse(transcript, { recordedAt: call.recordedAt, config })
          : await readWithLlm(languageModel, input, undefined, new AbortController().signal);
      return { report, answers: answersOf(transcript, report) };
    },
  };
}

/** What the reader says of each call, in their order. */
export async function readAll(
  { read, atOnce }: Reader,
  calls: readonly EvalCall[],
): Promise<{ readonly call: EvalCall; readonly report: Report; readonly answers: Answers }[]> {
  const results: { call: EvalCall; report: Report; answers: Answers }[] = [];
  for (let from = 0; from < calls.length; from += atOnce) {
    const some = calls.slice(from, from + atOnce);
    results.push(...(await Promise.all(some.map(async (call) => ({ call, ...(await read(call)) })))));
  }
  return results;
}
