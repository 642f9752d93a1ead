import { MAX_ANSWER_TOKENS } from '../platform/ai/completions.ts';
import type { CompletionRequest, LanguageModel } from '../platform/ai/language-model.ts';

/** Two characters to a token is what the densest languages need. */
const CHARACTERS_PER_TOKEN = 2;

/** Characters that a question may have so that the model's context holds it and its answer. */
export function roomOf({ contextTokens }: Pick<LanguageModel, 'contextTokens'>): number {
  return (contextTokens - MAX_ANSWER_TOKENS) * CHARACTERS_PER_TOKEN;
}

/** Characters of a question, its schema among them. */
export function lengthOf({ messages, schema }: CompletionRequest): number {
  return messages.reduce((sum, { content }) => sum + content.length, JSON.stringify(schema).length);
}
