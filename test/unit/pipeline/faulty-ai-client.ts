import { type AiClient, AiError } from '../../../src/adapters/ai/ai-client.ts';
import { salesCall } from '../../support/transcripts.ts';
import { nova3Result } from '../../support/workers-ai-answers.ts';

export const GEMMA = '@cf/google/gemma-4-26b-a4b-it';
const FAULTY_SHARE = 0.1;
const CODES = [0, 3006, 3007, 3008, 3036, 3040, 5004, 5007, 429, 503] as const;
const NONSENSE = [
  null,
  {},
  'I would rather not.',
  { results: { utterances: [{ start: 'now' }] } },
  { choices: [] },
] as const;

const SPEECH = nova3Result(
  salesCall.utterances.map(({ speaker, start, end, text }) => ({
    start,
    end,
    text,
    speaker: speaker === 'agent' ? 0 : 1,
  })),
);

/** Models that answer well, but for a tenth of all calls, and what they were asked. */
export class FaultyAiClient implements AiClient {
  readonly #random: () => number;
  readonly #answer: unknown;
  faults = 0;
  readonly asked: { readonly model: string; readonly analysisId: string | undefined }[] = [];

  /** `sections`: as a language model writes them. */
  constructor(random: () => number, sections: unknown) {
    this.#random = random;
    const message = { content: JSON.stringify(sections) };
    this.#answer = { choices: [{ message }], usage: { prompt_tokens: 3000, completion_tokens: 800 } };
  }

  async run(model: string, _input: unknown, _signal: AbortSignal, analysisId?: string): Promise<unknown> {
    this.asked.push({ model, analysisId });
    if (this.#random() >= FAULTY_SHARE) return model === GEMMA ? this.#answer : SPEECH;
    this.faults += 1;
    const at = Math.floor(this.#random() * (CODES.length + NONSENSE.length));
    const code = CODES[at];
    if (code === undefined) return NONSENSE[at - CODES.length];
    throw new AiError(code, 'AiError: it went wrong');
  }
}
