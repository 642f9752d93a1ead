import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Report } from '../../src/analysis/report.ts';
import { createRestDoor } from '../../src/platform/ai/rest-door.ts';
import { salesCall } from '../support/transcripts.ts';
import { waveFile } from '../support/wave-file.ts';
import { whisperResult } from '../support/workers-ai-answers.ts';
import { createAccount, type TestAccount } from './account.ts';
import { novaAnswer } from './nova-3-answer.ts';
import { acceptedId, settled } from './settled.ts';

const GEMMA = '@cf/google/gemma-4-26b-a4b-it';
const WHISPER = '@cf/openai/whisper-large-v3-turbo';
const recording = () => new File([waveFile({ dataBytes: 35 * 16_000 })], 'call.wav', { type: 'audio/wav' });
const { LLM_MODEL } = env;

afterEach(() => {
  vi.restoreAllMocks();
  Object.assign(env, { LLM_MODEL });
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

it('a stored recording is sent to whisper as base64 over HTTP, byte for byte', async () => {
  const bytes = Uint8Array.from({ length: 70_000 }, (_, at) => at % 251);
  await env.STORE.put('audio/base64', bytes);
  const stored = await env.STORE.get('audio/base64');
  const sent = vi.spyOn(globalThis, 'fetch').mockImplementation(async (_url, init) => {
    const { audio } = await new Response(init?.body).json<{ audio: string }>();
    return Response.json({ success: true, errors: [], result: audio });
  });
  const input = { audio: { body: stored?.body ?? new ReadableStream(), contentType: 'audio/wav' } };
  const audio = await createRestDoor('http://ai.test').run(WHISPER, input, AbortSignal.timeout(4000));
  expect(sent).toHaveBeenCalledOnce();
  expect(Uint8Array.from(atob(String(audio)), (letter) => letter.charCodeAt(0))).toEqual(bytes);
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
    vi.spyOn(env.AI, 'run').mockResolvedValue({ choices: [{ message: { content } }] });
    const id = await acceptedId(await account.submit({ transcript: salesCall }));
    await settled(account, id);
    const report = await reportOf(account, id);
    expect(report.warnings).toEqual([]);
    expect(report.judgement).toMatchObject({ model: GEMMA, calls: 3 });
    expect(report.summary.engine).toBe(GEMMA);
  });
});
