import {
  type CompletionRequest,
  type LanguageModel,
  MAX_ANSWER_TOKENS,
} from '../adapters/ai/language-model.ts';

/** Two characters to a token is what the densest languages need. */
const CHARACTERS_PER_TOKEN = 2;

/** Characters that a question may have so that the model's context holds it and its answer. */
export function questionBudget({ contextTokens }: Pick<LanguageModel, 'contextTokens'>): number {
  return (contextTokens - MAX_ANSWER_TOKENS) * CHARACTERS_PER_TOKEN;
}

/** Characters of a question, its schema among them. */
export function questionLength({ messages, schema }: CompletionRequest): number {
  return messages.reduce((sum, { content }) => sum + content.length, JSON.stringify(schema).length);
}
