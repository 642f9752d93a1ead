import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createRestClient } from '../../src/adapters/ai/clients.ts';
import { Report } from '../../src/analysis/report.ts';
import { allowance } from '../../src/composition/compose.ts';
import { readConfig } from '../../src/config.ts';
import { salesCall } from '../support/transcripts.ts';
import { waveFile } from '../support/wave-file.ts';
import { whisperResult } from '../support/workers-ai-answers.ts';
import { createAccount, type TestAccount } from './account.ts';
import { novaAnswer } from './nova-3-answer.ts';
import { acceptedId, settled } from './settled.ts';

const GEMMA = '@cf/google/gemma-4-26b-a4b-it';
const NOVA_3 = '@cf/deepgram/nova-3';
const WHISPER = '@cf/openai/whisper-large-v3-turbo';
const recording = () => new File([waveFile({ dataBytes: 35 * 16_000 })], 'call.wav', { type: 'audio/wav' });
const { LLM_MODEL } = env;

afterEach(() => {
  vi.restoreAllMocks();
  Object.assign(env, { LLM_MODEL });
  allowance.closedUntil = 0;
});

async function reportOf(account: TestAccount, id: string): Promise<Report> {
  const { report } = await (await account.fetch(`/v1/analyses/${id}/report`)).json<{ report: unknown }>();
  return Report.parse(report);
}

describe('options.transcription', () => {
  it('"whisper" has the recording transcribed by whisper', async () => {
    const run = vi
      .spyOn(env.AI, 'run')
      .mockResolvedValue(
        whisperResult(salesCall.utterances.map(({ start, end, text }) => ({ start, end, text }))),
      );
    const account = await createAccount();
    const options = JSON.stringify({ transcription: 'whisper' });
    const id = await acceptedId(await account.upload({ file: recording(), options }));
    const analysis = await settled(account, id);
    expect(analysis).toMatchObject({ status: 'completed' });
    expect(analysis.transcript?.utterances.map(({ text }) => text)).toEqual(
      salesCall.utterances.map(({ text }) => text),
    );
    expect(run).toHaveBeenCalledExactlyOnceWith(WHISPER, expect.anything(), expect.anything());
  });

  it('of a name that is not known is refused', async () => {
    const account = await createAccount();
    const response = await account.upload({ file: recording(), options: '{"transcription":"shorthand"}' });
    expect(response.status).toBe(400);
  });
});

it('a recording is transcribed with the terms of the call and the account, in the language the model finds', async () => {
  const answer = novaAnswer();
  const [channel, ...others] = answer.results.channels;
  const results = { ...answer.results, channels: [{ ...channel, detected_language: 'de' }, ...others] };
  const run = vi.spyOn(env.AI, 'run').mockResolvedValue({ ...answer, results });
  const account = await createAccount();
  const terms = { method: 'PUT', body: JSON.stringify({ terms: ['Northwind', 'zendra'] }) };
  const headers = { 'content-type': 'application/json' };
  expect((await account.fetch('/v1/vocabulary', { ...terms, headers })).status).toBe(200);
  const options = JSON.stringify({ language: 'auto', keyterms: ['Zendra', 'Ivo'] });
  const id = await acceptedId(await account.upload({ file: recording(), options }));
  expect(await settled(account, id)).toMatchObject({ status: 'completed' });
  const asked = { detect_language: true, keyterm: ['Zendra', 'Ivo', 'Northwind'] };
  expect(run).toHaveBeenCalledExactlyOnceWith(NOVA_3, expect.objectContaining(asked), expect.anything());
  const report = await reportOf(account, id);
  const unknown = { engine: 'unsupported_language' };
  expect(report).toMatchObject({ language: 'de', summary: unknown, sales: { ...unknown, overall: null } });
});

it('a stored recording is sent to whisper as base64 over HTTP, byte for byte', async () => {
  const bytes = Uint8Array.from({ length: 70_000 }, (_, at) => at % 251);
  await env.STORE.put('audio/base64', bytes);
  const stored = await env.STORE.get('audio/base64');
  const sent = vi.spyOn(globalThis, 'fetch').mockImplementation(async (_url, init) => {
    const { audio } = await new Response(init?.body).json<{ audio: string }>();
    return Response.json({ success: true, errors: [], result: audio });
  });
  const input = { audio: { body: stored?.body ?? new ReadableStream(), contentType: 'audio/wav' } };
  const audio = await createRestClient('http://ai.test').run(WHISPER, input, AbortSignal.timeout(4000));
  expect(sent).toHaveBeenCalledOnce();
  expect(Uint8Array.from(atob(String(audio)), (letter) => letter.charCodeAt(0))).toEqual(bytes);
});

it.each(['', 'off'])('a deployment whose language model is "%s" has none', (model) => {
  expect(readConfig({ ...env, LLM_MODEL: model }).languageModel).toBeNull();
  expect(readConfig({ ...env, LLM_MODEL: GEMMA }).languageModel).toMatchObject({ model: GEMMA });
});

describe('with a language model', () => {
  it('a report says which sections fell back, and the analysis completes', async () => {
    Object.assign(env, { LLM_MODEL: GEMMA });
    const run = vi.spyOn(env.AI, 'run').mockImplementation((model) => {
      if (model === GEMMA) return Promise.reject(new Error('3036: daily free allocation used up'));
      return Promise.resolve(novaAnswer());
    });
    const account = await createAccount();
    const id = await acceptedId(await account.submit({ transcript: salesCall }));
    expect(await settled(account, id)).toMatchObject({ status: 'completed' });
    const report = await reportOf(account, id);
    expect(run).toHaveBeenCalledTimes(3);
    expect(new Set(report.warnings.map(({ code }) => code))).toEqual(new Set(['model_quota_used']));
    expect(report.summary.engine).toBe('offline');
  });

  it('a report has what the model wrote, under its name', async () => {
    const account = await createAccount();
    const first = await acceptedId(await account.submit({ transcript: salesCall }));
    await settled(account, first);
    const content = JSON.stringify(await reportOf(account, first));
    Object.assign(env, { LLM_MODEL: GEMMA });
    const run = vi.spyOn(env.AI, 'run').mockResolvedValue({ choices: [{ message: { content } }] });
    const send = vi.spyOn(env.JUDGEMENTS, 'send');
    const options = { custom_prompts: { summary: 'Name the product.' } };
    const id = await acceptedId(await account.submit({ transcript: salesCall, options }));
    await settled(account, id);
    const report = await reportOf(account, id);
    expect(report.warnings).toEqual([]);
    expect(report.judgement).toMatchObject({ model: GEMMA, calls: 3 });
    expect(report.summary.engine).toBe(GEMMA);
    expect(
      run.mock.calls.filter(([, input]) => JSON.stringify(input).includes('Name the product.')),
    ).toHaveLength(1);
    expect(send).toHaveBeenCalledExactlyOnceWith({ version: 1, analysisId: id, step: 'analyse' });
  });
});
