import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { salesCall } from '../support/transcripts.ts';
import { waveFile } from '../support/wave-file.ts';
import { createAccount } from './account.ts';
import { novaAnswer } from './nova-3-answer.ts';
import { acceptedId, settled } from './settled.ts';

const stereo = () =>
  new File([waveFile({ channels: 2, dataBytes: 35 * 32_000 })], 'call.wav', { type: 'audio/wav' });

afterEach(() => vi.restoreAllMocks());

describe('a submitted transcript', () => {
  it('is analysed and readable, with what the caller sent along', async () => {
    const account = await createAccount();
    const submission = {
      transcript: salesCall,
      org_id: 'acme',
      metadata: { deal: 7 },
      recorded_at: '2026-03-26T11:10:00Z',
    };
    const response = await account.submit(submission);
    const location = response.headers.get('location');
    const id = await acceptedId(response);
    expect(location).toBe(`/v1/analyses/${id}`);
    const analysis = await settled(account, id);
    expect(analysis).toMatchObject({
      id,
      status: 'completed',
      metadata: { deal: 7 },
      duration_seconds: 35,
      error: null,
    });
    expect(analysis.transcript?.word_count).toBe(94);
    expect(
      analysis.transcript?.utterances.map(({ speaker, start, end, text }) => ({ speaker, start, end, text })),
    ).toEqual(salesCall.utterances);
    expect(analysis.analysis?.questions_asked).toBe(2);
  });

  it('has a canonical report once it has completed', async () => {
    const account = await createAccount();
    const id = await acceptedId(await account.submit({ transcript: salesCall }));
    await settled(account, id);
    const report = await (await account.fetch(`/v1/analyses/${id}/report`)).json();
    expect(report).toMatchObject({
      analysis: { id, status: 'completed' },
      report: { conversation: { turnCount: 7 } },
    });
  });
});

describe('an uploaded recording', () => {
  it('is stored, transcribed with one speaker per channel, and analysed', async () => {
    const run = vi.spyOn(env.AI, 'run').mockResolvedValue(novaAnswer());
    const account = await createAccount();
    const options = JSON.stringify({ channels: { 0: 'agent', 1: 'customer' } });
    const id = await acceptedId(await account.upload({ org_id: 'acme', file: stereo(), options }));
    const analysis = await settled(account, id);
    expect(analysis).toMatchObject({ status: 'completed', duration_seconds: 35 });
    expect(analysis.transcript?.utterances.map(({ speaker }) => speaker)).toEqual(
      salesCall.utterances.map(({ speaker }) => speaker),
    );
    expect(run).toHaveBeenCalledExactlyOnceWith(
      '@cf/deepgram/nova-3',
      expect.objectContaining({ multichannel: true, diarize: false, language: 'en' }),
      expect.anything(),
    );
    expect((await env.STORE.head(`audio/${account.id}/${id}`))?.size).toBe(44 + 35 * 32_000);
  });

  it('is transcribed after the model was busy for a while, and only once', async () => {
    const run = vi
      .spyOn(env.AI, 'run')
      .mockRejectedValueOnce(new Error('3040: Capacity temporarily exceeded'));
    run.mockResolvedValue(novaAnswer());
    const account = await createAccount();
    const id = await acceptedId(await account.upload({ file: stereo() }));
    expect(await settled(account, id)).toMatchObject({ status: 'completed' });
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('that is a transcript in a file is taken as one, and not kept as a recording', async () => {
    const run = vi.spyOn(env.AI, 'run');
    const account = await createAccount();
    const text = 'WEBVTT\n\n00:00:00.000 --> 00:00:02.000\n<v Dana>Grüße, thank you for calling.\n';
    const units = Uint16Array.from({ length: text.length + 1 }, (_, at) => `\uFEFF${text}`.charCodeAt(at));
    const id = await acceptedId(await account.upload({ file: new File([units], 'call.wav') }));
    expect(await settled(account, id)).toMatchObject({ status: 'completed' });
    const body = await (await account.fetch(`/v1/analyses/${id}/transcript`)).json();
    expect(body).toMatchObject({ utterances: [{ speaker: 'Dana', text: 'Grüße, thank you for calling.' }] });
    expect(await env.STORE.head(`audio/${account.id}/${id}`)).toBeNull();
    expect(run).not.toHaveBeenCalled();
  });

  it.each([
    ['holds no samples', waveFile({ dataBytes: 0 }), 'audio_empty'],
    ['ends too early', waveFile({ dataBytes: 100, statedBytes: 90_000 }), 'audio_truncated'],
    ['has no header', new Uint8Array(4000).fill(7), 'audio_header_missing'],
  ])('that %s ends as failed and says so', async (_name, bytes, code) => {
    const account = await createAccount();
    const id = await acceptedId(await account.upload({ file: new File([bytes], 'call.wav') }));
    expect(await settled(account, id)).toMatchObject({ status: 'failed', analysis: null, error: { code } });
  });

  it.each([
    [
      'an unknown language',
      '5006: unsupported_language: "de" is not known here; known: en',
      'unsupported_language',
    ],
    ['anything else it will not take', '5006: bad input', 'transcription_rejected'],
  ])('fails at once with the reason where the model refuses %s', async (_name, message, code) => {
    const run = vi.spyOn(env.AI, 'run').mockRejectedValue(new Error(message));
    const account = await createAccount();
    const id = await acceptedId(await account.upload({ file: stereo(), options: '{"language":"de"}' }));
    expect(await settled(account, id)).toMatchObject({ status: 'failed', error: { code } });
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('leaves nothing in storage where a field of its form is not valid', async () => {
    const account = await createAccount();
    const response = await account.upload({ file: stereo(), recorded_at: 'yesterday' });
    expect(response.status).toBe(400);
    expect((await env.STORE.list({ prefix: `audio/${account.id}/` })).objects).toEqual([]);
  });
});
