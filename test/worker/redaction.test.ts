import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { uuidToPrefixed } from '../../src/domain/ids.ts';
import { RedactionKind } from '../../src/domain/submission.ts';
import { leaks, type PlantedCall, plantedCalls } from '../support/planted/calls.ts';
import { waveFile } from '../support/wave-file.ts';
import { createAccount, type TestAccount } from './account.ts';
import { novaAnswer } from './nova-3-answer.ts';
import { acceptedId, settled } from './settled.ts';
import { objectState, storedObjects, storedRows } from './stored-bytes.ts';

const Progress = z.object({ status: z.string() });
const calls = plantedCalls();
const redact = RedactionKind.options;
const recording = () => new File([waveFile({ channels: 2, dataBytes: 35 * 32_000 })], 'call.wav');

afterEach(() => vi.restoreAllMocks());

/** What the API tells of an account's only analysis. */
async function answers(account: TestAccount, id: string): Promise<string[]> {
  const formats = ['text', 'srt', 'vtt', 'csv'].map((format) => `/transcript?format=${format}`);
  const native = ['', '/report', ...formats].map((part) => `/v1/analyses/${id}${part}`);
  const recordings = ['/results', '/transcription', '/summary'].map(
    (part) => `/api/v1/public/recordings/1${part}`,
  );
  const paths = [...native, ...recordings, '/api/v1/analysis/', `/v1/analysis/${uuidToPrefixed('ana_', id)}`];
  return Promise.all(
    paths.map(async (path) => {
      const response = await account.fetch(path);
      expect(response.status, path).toBe(200);
      return new TextDecoder().decode(await response.arrayBuffer());
    }),
  );
}

/** What is stored and sent of an analysis, but for its recording. */
async function traces(account: TestAccount, id: string): Promise<string[]> {
  const objects = await storedObjects(id);
  expect(objects.map(({ key }) => key.split('/')[0])).toEqual(
    expect.arrayContaining(['report', 'transcript']),
  );
  const documents = objects.filter(({ key }) => !key.startsWith('audio/')).map(({ text }) => text);
  return [...documents, await objectState(id), ...(await answers(account, id))];
}

/** The answer of the speech model for a call, with a time for each word. */
function speechAnswer({ transcript }: PlantedCall) {
  const utterances = transcript.utterances.map(({ speaker, startMs, endMs, text, words }) => ({
    start: startMs / 1000,
    end: endMs / 1000,
    confidence: 0.9,
    channel: speaker === 'agent' ? 0 : 1,
    transcript: text,
    words: words.map((word) => ({
      word: word.text,
      punctuated_word: word.text,
      start: word.startMs / 1000,
      end: word.endMs / 1000,
      confidence: 0.9,
    })),
  }));
  const duration = transcript.durationMs / 1000;
  const channels = [{ alternatives: [{ transcript: '' }] }, { alternatives: [{ transcript: '' }] }];
  return { metadata: { duration, channels: 2 }, results: { channels, utterances } };
}

/** Many run at once here: each may take long, and is not asked for often. */
function completed(account: TestAccount, id: string): Promise<void> {
  return vi
    .waitUntil(
      async () => {
        const response = await account.fetch(`/v1/analyses/${id}/progress`);
        return Progress.parse(await response.json()).status === 'completed';
      },
      { timeout: 90_000, interval: 500 },
    )
    .then(() => undefined);
}

describe('of 200 planted items', () => {
  it('none is left in any object, row, state, answer or log line after their transcripts were submitted', async () => {
    const lines: string[] = [];
    for (const method of ['log', 'error', 'warn', 'info'] as const) {
      vi.spyOn(console, method).mockImplementation(
        (...parts) => void lines.push(parts.map(String).join(' ')),
      );
    }
    const sent = vi.spyOn(env.JOBS, 'send');
    await Promise.all(
      calls.map(async ({ input, items }) => {
        // Each has an account of its own, so that no limit of requests is reached.
        const account = await createAccount();
        const id = await acceptedId(await account.submit({ transcript: input, options: { redact } }));
        await completed(account, id);
        for (const trace of await traces(account, id)) expect(leaks(trace, items)).toEqual([]);
      }),
    );
    const items = calls.flatMap((call) => call.items);
    expect(items).toHaveLength(200);
    expect(leaks(lines.join('\n'), items)).toEqual([]);
    expect(leaks(JSON.stringify(sent.mock.calls), items)).toEqual([]);
    const rows = await storedRows();
    expect(rows.length).toBeGreaterThan(10_000);
    expect(leaks(rows, items)).toEqual([]);
  }, 120_000);

  it('none is left where recordings were transcribed, and the recordings are gone', async () => {
    for (const call of calls.slice(0, 2)) {
      const account = await createAccount();
      vi.spyOn(env.AI, 'run').mockResolvedValue(speechAnswer(call));
      const id = await acceptedId(
        await account.upload({ file: recording(), options: JSON.stringify({ redact }) }),
      );
      await completed(account, id);
      for (const trace of await traces(account, id)) expect(leaks(trace, call.items)).toEqual([]);
      expect(await env.STORE.head(`audio/${account.id}/${id}`)).toBeNull();
      expect((await account.fetch(`/v1/analyses/${id}/audio`)).status).toBe(410);
    }
  }, 60_000);
});

describe('a redacted recording', () => {
  it('is kept where the caller wants that, and the transcript is redacted all the same', async () => {
    const [call] = calls;
    if (!call) throw new Error('no call');
    vi.spyOn(env.AI, 'run').mockResolvedValue(speechAnswer(call));
    const account = await createAccount();
    const options = JSON.stringify({ redact, keep_audio: true });
    const id = await acceptedId(await account.upload({ file: recording(), options }));
    await settled(account, id);
    expect(await env.STORE.head(`audio/${account.id}/${id}`)).not.toBeNull();
    for (const trace of await traces(account, id)) expect(leaks(trace, call.items)).toEqual([]);
  }, 30_000);
});

const ENGLISH = [{ speaker: 'customer', start: 0, end: 2, text: 'Hello, my number is 617 555 0199.' }];
const GERMAN = [{ speaker: 'agent', start: 0, end: 2, text: 'Guten Tag, Frau Meier.' }];
const WHISPER_OUTPUT = {
  language: 'hindi',
  segments: [{ start: 0, end: 2, text: 'mera number 617 555 0199 hai, thank you' }],
};

function novaAnswerIn(language: string) {
  const answer = novaAnswer();
  const channels = answer.results.channels.map((channel) => ({ ...channel, detected_language: language }));
  return { ...answer, results: { ...answer.results, channels } };
}

describe('a submission that asks for redaction', () => {
  it.each([
    ['declared', { recording_url: 'https://example.com/a.mp3', options: { redact, language: 'fr' } }, 'fr'],
    ['of the transcript', { transcript: { language: 'de', utterances: GERMAN }, options: { redact } }, 'de'],
    ['by the name of a speech model', { transcript: WHISPER_OUTPUT, options: { redact } }, 'hi'],
    [
      'that is not known',
      { transcript: { language: 'klingon', utterances: ENGLISH }, options: { redact } },
      'und',
    ],
    ['that nothing tells', { transcript: { utterances: GERMAN }, options: { redact } }, 'und'],
  ])('is refused by name for a language %s, and nothing is stored', async (_which, body, language) => {
    const account = await createAccount();
    const response = await account.submit(body);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      error: { code: 'redaction_language', details: { language } },
    });
    expect((await env.STORE.list({ prefix: `transcript/${account.id}/` })).objects).toEqual([]);
  });

  it('fails by name where the language turns out to be another, and no transcript is stored', async () => {
    const account = await createAccount();
    vi.spyOn(env.AI, 'run').mockResolvedValue(novaAnswerIn('hindi'));
    const options = JSON.stringify({ redact, language: 'auto' });
    const id = await acceptedId(await account.upload({ file: recording(), options }));
    await settled(account, id);
    expect(await (await account.fetch(`/v1/analyses/${id}`)).json()).toMatchObject({
      status: 'failed',
      error: { code: 'redaction_language' },
    });
    expect((await env.STORE.list({ prefix: `transcript/${account.id}/` })).objects).toEqual([]);
  }, 30_000);

  it('is done where nobody said the language and the words are English', async () => {
    const account = await createAccount();
    const options = { redact, language: 'auto' };
    const id = await acceptedId(await account.submit({ transcript: { utterances: ENGLISH }, options }));
    await settled(account, id);
    const answer = await account.fetch(`/v1/analyses/${id}/transcript?format=text`);
    expect(await answer.text()).toContain('my number is [PHONE]');
  });

  it('replaces a speaker label that is a name, and keeps the role that was given by it', async () => {
    const account = await createAccount();
    const utterances = [
      { speaker: 'Bob Miller', start: 0, end: 2, text: 'It is for Miller.' },
      { speaker: 'Ann Lee', start: 3, end: 4, text: 'How can I help you?' },
    ];
    const options = { redact: ['name'], roles: { 'Bob Miller': 'customer', 'Ann Lee': 'agent' } };
    const id = await acceptedId(await account.submit({ transcript: { utterances }, options }));
    await settled(account, id);
    const everything = (await traces(account, id)).join('\n');
    expect(everything).not.toMatch(/Bob|Miller|\bAnn\b/);
    const csv = await (await account.fetch(`/v1/analyses/${id}/transcript?format=csv`)).text();
    expect(csv).toContain('It is for [NAME].');
    expect(csv).toMatch(/customer/);
  });
});
