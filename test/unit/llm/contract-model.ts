import { createWorkersAiModel } from '../../../src/adapters/ai/chat-models.ts';
import { createRestClient } from '../../../src/adapters/ai/clients.ts';
import { type LanguageModel, withRetries } from '../../../src/adapters/ai/language-model.ts';
import type { AskedCall } from '../../support/workers-ai-contract.ts';

export const LLAMA = '@cf/meta/llama-3.3-70b-instruct-fp8-fast';
export const GEMMA = '@cf/google/gemma-4-26b-a4b-it';

/** A model behind the contract server at `url`, asked `tries` times without a wait between them. */
export function modelAt(url: string, id: string, { timeoutMs = 5_000, tries = 2 } = {}): LanguageModel {
  const delaysMs = Array.from({ length: tries - 1 }, () => 1);
  return withRetries(createWorkersAiModel(createRestClient(url), id), {
    timeoutMs,
    delaysMs,
    sleep: () => Promise.resolve(),
  });
}

/** The user message of a question: tasks and record. */
export function questionIn({ json }: AskedCall): string {
  return String(Object(json).messages[1].content);
}

/** Members that a call of llama asks for. */
export function membersAskedIn({ json }: AskedCall): string[] {
  return Object(json).response_format.json_schema.required;
}
