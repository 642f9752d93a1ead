import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fuzz } from '../fuzz/run.ts';
import { type CallbackReceiver, startReceiver } from '../support/callback-receiver.ts';
import { type BuiltSystem, startBuiltSystem } from './built-system.ts';
import { HIGH_RATE_LIMITS } from './client.ts';

const REQUESTS = 400;

/** The short form of `npm run fuzz`. */
describe('requests made from the OpenAPI document', () => {
  let system: BuiltSystem;
  let receiver: CallbackReceiver;

  beforeAll(async () => {
    receiver = await startReceiver();
    const vars = {
      ...HIGH_RATE_LIMITS,
      LOCAL_MODE: 'true',
      SECRETS_KEY: btoa('of nobody else'.padEnd(32)),
      // Nobody is there: transcriptions wait.
      AI_BASE_URL: 'http://127.0.0.1:9',
    };
    system = await startBuiltSystem(vars);
  });

  afterAll(async () => {
    receiver.close();
    await system.close();
  });

  it('are answered as the document says, however wrong they are, and never by a 5xx', async () => {
    const { url, apiKey } = system;
    const result = await fuzz({ url, apiKey, requests: REQUESTS, seed: 1, urls: [receiver.url] });
    expect(result.findings).toEqual([]);
    expect(result.sent).toBe(REQUESTS);
  });
});
