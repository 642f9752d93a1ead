import { AiError } from './ai-client.ts';
import { contextTokensOf, type LanguageModel, openAiInput, parseCompletion } from './language-model.ts';

interface CompatibleServer {
  /** Up to and including the version: `https://host/v1`. */
  readonly baseUrl: string;
  /** `null`: the server wants none. */
  readonly apiKey: string | null;
}

/** What HTTP says, in the codes of Workers AI: they decide what is tried again. */
const CODES: ReadonlyMap<number, number> = new Map([
  [408, 3007],
  [413, 3006],
  [429, 3040],
]);

/** A model of any server that speaks OpenAI's chat completions with structured output. */
export function createCompatibleModel({ baseUrl, apiKey }: CompatibleServer, model: string): LanguageModel {
  const url = `${baseUrl.replace(/\/$/, '')}/chat/completions`;
  const headers = {
    'content-type': 'application/json',
    ...(apiKey !== null && { authorization: `Bearer ${apiKey}` }),
  };
  return {
    id: model,
    contextTokens: contextTokensOf(model),
    async complete(request, signal) {
      const body = JSON.stringify({ model, ...openAiInput(request) });
      const response = await fetch(url, { method: 'POST', headers, body, signal }).catch((error: unknown) => {
        throw new AiError(0, 'the language model could not be reached', error);
      });
      // The body of a refusal may hold what was asked: it is not passed on.
      if (!response.ok) {
        await response.body?.cancel();
        throw new AiError(codeOf(response.status), `the language model answered ${response.status}`);
      }
      return parseCompletion(await response.json().catch(() => null));
    },
  };
}

function codeOf(status: number): number {
  return CODES.get(status) ?? (status >= 500 ? 3040 : status);
}
