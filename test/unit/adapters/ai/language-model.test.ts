import { expect, it } from 'vitest';
import { AiError } from '../../../../src/adapters/ai/ai-client.ts';
import { type LanguageModel, withDeadline, withRetries } from '../../../../src/adapters/ai/language-model.ts';

const request = { messages: [], schema: {} };
const neverAborted = new AbortController().signal;

/** A model that says nothing until it is no longer listened to. */
const silent: LanguageModel = {
  id: 'm',
  contextTokens: 1,
  complete: (_request, signal) =>
    new Promise((_, reject) => {
      if (signal.aborted) reject(signal.reason);
      signal.addEventListener('abort', () => reject(signal.reason));
    }),
};
const patient = withRetries(silent, { timeoutMs: 60_000, delaysMs: [0, 0], sleep: () => Promise.resolve() });

it('a call under way when the time is over ends with an error of the model, and so does every later one', async () => {
  const time = new AbortController();
  const model = withDeadline(patient, time.signal);
  const asked = model.complete(request, neverAborted);
  time.abort();
  await expect(asked).rejects.toThrow(AiError);
  await expect(model.complete(request, neverAborted)).rejects.toThrow(AiError);
});

it('work that is taken away ends with its own reason', async () => {
  const work = new AbortController();
  const asked = withDeadline(patient, neverAborted).complete(request, work.signal);
  work.abort(new Error('taken away'));
  await expect(asked).rejects.toThrow('taken away');
});
