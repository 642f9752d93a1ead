import { z } from 'zod';
import { AiError } from './door.ts';
import type { Completion, CompletionRequest } from './language-model.ts';

/** Enough for a group of sections; a model's own default may be 256. */
export const MAX_ANSWER_TOKENS = 6_000;
const TEMPERATURE = 0.1;
const SCHEMA_NAME = 'sections';

const Tokens = z.int().nonnegative().catch(0).default(0);
const Usage = z
  .object({ prompt_tokens: Tokens, completion_tokens: Tokens })
  .nullish()
  .transform((usage) => ({
    inputTokens: usage?.prompt_tokens ?? 0,
    outputTokens: usage?.completion_tokens ?? 0,
  }));
/** `response` is an object at run time where the types say text. */
const LlamaAnswer = z.union([
  z.string().transform((response) => ({ response, usage: { inputTokens: 0, outputTokens: 0 } })),
  z.object({ response: z.union([z.string(), z.record(z.string(), z.unknown())]), usage: Usage }),
]);
const CompletionAnswer = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().nullish() }) })).min(1),
  usage: Usage,
});

const settings = { max_tokens: MAX_ANSWER_TOKENS, temperature: TEMPERATURE };

export function llamaInput({ messages, schema }: CompletionRequest) {
  return { messages, ...settings, response_format: { type: 'json_schema', json_schema: schema } };
}

/** Chat completions with structured output. Source: OpenAI API reference, "Create chat completion". */
export function openAiInput({ messages, schema }: CompletionRequest) {
  const json_schema = { name: SCHEMA_NAME, strict: true, schema };
  return { messages, ...settings, response_format: { type: 'json_schema', json_schema } };
}

/** Throws `AiError` where the answer has another form. */
export function parseLlama(answer: unknown): Completion {
  const parsed = LlamaAnswer.safeParse(answer);
  if (!parsed.success) throw new AiError(0, 'the model answered in an unknown form', parsed.error);
  const { response, usage } = parsed.data;
  return { content: response, ...usage };
}

/** Throws `AiError` where the answer has another form. */
export function parseCompletion(answer: unknown): Completion {
  const parsed = CompletionAnswer.safeParse(answer);
  if (!parsed.success) throw new AiError(0, 'the model answered in an unknown form', parsed.error);
  const { choices, usage } = parsed.data;
  return { content: choices[0]?.message.content ?? '', ...usage };
}
