import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { consoleLog } from '../../src/adapters/log.ts';
import { createDocumentStore } from '../../src/adapters/storage/documents.ts';
import { createRecordingStore } from '../../src/adapters/storage/recordings.ts';
import { Transcript } from '../../src/domain/transcript.ts';
import { settleRecording } from '../../src/pipeline/settle-recording.ts';
import flac from '../fixtures/cut/sweeps.flac?inline';
import vorbis from '../fixtures/cut/vorbis.ogg?inline';
import { createAccount, type TestAccount } from './account.ts';
import { jobOf } from './lifecycle-calls.ts';
import { noise } from './noise.ts';
import { PATIENT } from './patience.ts';
import { acceptedId, settled } from './settled.ts';
import { deliver, heldBack } from './step-messages.ts';

const Refused = z.object({ error: z.object({ code: z.string() }) });

/** Ten seconds, one word a second, its time measured. */
const CARD = ['4111', '1111', '1111', '1111'];
const SPOKEN = ['Hello', 'my', 'card', 'number', 'is', ...CARD, 'thanks'];
const CARD_SECONDS = [5, 6, 7, 8];
const SECONDS = SPOKEN.map((_, second) => second);

function cardAnswer() {
  const words = SPOKEN.map((word, second) => ({ word, start: second + 0.3, end: second + 0.7 }));
  const utterance = { start: 0.3, end: 9.7, channel: 1, transcript: SPOKEN.join(' '), words };
  const channels = [{ alternatives: [{ transcript: '' }] }, { alternatives: [{ transcript: '' }] }];
  return { metadata: { duration: 10, channels: 2 }, results: { channels, utterances: [utterance] } };
}

const options = JSON.stringify({ redact: ['card'], keep_audio: 'redacted' });
const SECOND_BYTES = 32_000;
const original = noise(10 * SECOND_BYTES);
const wav = () => new File([original], 'c.wav');

afterEach(() => vi.restoreAllMocks());

function bytesOf(url: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(url.slice(url.indexOf(',') + 1)), (char) => char.charCodeAt(0));
}

/** In which seconds the word in the middle sounds as before, and in which nothing is left of it. */
function wordsIn(file: Uint8Array) {
  const word = (bytes: Uint8Array, second: number) =>
    bytes.subarray(44 + second * SECOND_BYTES + 9600, 44 + second * SECOND_BYTES + 22_400);
  const before = (second: number) => word(original, second);
  return {
    kept: SECONDS.filter((second) => word(file, second).every((byte, at) => byte === before(second)[at])),
    silent: SECONDS.filter((second) => word(file, second).every((byte) => byte === 0)),
  };
}

async function audioOf(account: TestAccount, id: string): Promise<Uint8Array> {
  const response = await account.fetch(`/v1/analyses/${id}/audio`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('audio/wav');
  return new Uint8Array(await response.arrayBuffer());
}

/** The status and the code of the answer to a player. */
async function play(account: TestAccount, id: string): Promise<unknown[]> {
  const response = await account.fetch(`/v1/analyses/${id}/audio`);
  const body = Refused.safeParse(response.ok ? null : await response.json());
  return [response.status, body.data?.error.code];
}

/** An analysis whose recording was ingested, and the message of its next step, which is not delivered. */
async function waitingForItsModel(account: TestAccount, file: File) {
  const held = heldBack('TRANSCRIPTIONS', 'transcribe');
  const id = await acceptedId(await account.upload({ file, options }));
  const message = await vi.waitUntil(() => held.at(0), PATIENT);
  return { id, message };
}

describe('with keep_audio "redacted"', () => {
  it('a recording is played without what is redacted, on every channel, and with all the rest', async () => {
    vi.spyOn(env.AI, 'run').mockResolvedValue(cardAnswer());
    const account = await createAccount();
    const id = await acceptedId(await account.upload({ file: wav(), options }));
    expect(await settled(account, id)).toMatchObject({ status: 'completed' });
    const kept = SECONDS.filter((second) => !CARD_SECONDS.includes(second));
    expect(wordsIn(await audioOf(account, id))).toEqual({ kept, silent: CARD_SECONDS });
    const text = await (await account.fetch(`/v1/analyses/${id}/transcript?format=text`)).text();
    expect(text).toContain('number is [CARD] thanks');
  });

  it('the unredacted recording is never played: not before, nor where storing the redacted one fails', async () => {
    const run = vi.spyOn(env.AI, 'run').mockResolvedValue(cardAnswer());
    const account = await createAccount();
    const { id, message } = await waitingForItsModel(account, wav());
    expect(await play(account, id)).toEqual([409, 'recording_not_redacted']);
    const put = env.STORE.put.bind(env.STORE);
    const failing = vi.spyOn(env.STORE, 'put').mockImplementation((key: string, ...rest: unknown[]) => {
      if (key.startsWith('audio/')) throw new Error('R2 is away');
      return Reflect.apply(put, env.STORE, [key, ...rest]);
    });
    await deliver([message]);
    expect(failing).toHaveBeenCalledWith(`audio/${account.id}/${id}`, expect.anything(), expect.anything());
    failing.mockRestore();
    expect(await play(account, id)).toEqual([409, 'recording_not_redacted']);
    await deliver([message]);
    expect(wordsIn(await audioOf(account, id)).silent).toEqual(CARD_SECONDS);
    expect(run).toHaveBeenCalledOnce();
  });

  it('nothing changes where the step runs again', async () => {
    vi.spyOn(env.AI, 'run').mockResolvedValue(cardAnswer());
    const account = await createAccount();
    const id = await acceptedId(await account.upload({ file: wav(), options }));
    await settled(account, id);
    const recordings = createRecordingStore(env.STORE);
    const ref = { accountId: account.id, id };
    const before = await recordings.find(ref);
    const transcript = await createDocumentStore(env.STORE).get('transcript', ref, Transcript);
    const job = await jobOf(id);
    if (!job || !transcript) throw new Error('nothing is stored');
    const { analysis } = job;
    const confirm = async () => true;
    const lease = { signal: new AbortController().signal, confirm, confirmFinishing: confirm };
    const again = await settleRecording({ recordings, log: consoleLog }, analysis, transcript, lease);
    expect(again).toEqual({ recording: analysis.recording });
    expect(await recordings.find(ref)).toEqual(before);
  });

  it('a format that cannot be redacted is refused by name, before a model is asked', async () => {
    const run = vi.spyOn(env.AI, 'run');
    const account = await createAccount();
    const file = new File([bytesOf(vorbis)], 'c.ogg');
    const id = await acceptedId(await account.upload({ file, options }));
    expect(await settled(account, id)).toMatchObject({
      status: 'failed',
      error: { code: 'audio_redaction_format', details: { codec: 'vorbis', format: 'ogg' } },
    });
    expect(run).not.toHaveBeenCalled();
    expect(await play(account, id)).toEqual([409, 'recording_not_redacted']);
  });

  it('a recording that turns out to be damaged is deleted rather than kept as it is', async () => {
    vi.spyOn(env.AI, 'run').mockResolvedValue(cardAnswer());
    const account = await createAccount();
    const { id, message } = await waitingForItsModel(account, new File([bytesOf(flac)], 'c.flac'));
    await env.STORE.put(`audio/${account.id}/${id}`, bytesOf(flac).fill(0, 20_000, 24_000));
    await deliver([message]);
    expect(await settled(account, id)).toMatchObject({ status: 'completed' });
    expect(await play(account, id)).toEqual([410, 'recording_missing']);
  });

  it('a submission has to say what is redacted, and a mask needs what is masked', async () => {
    const account = await createAccount();
    for (const [options, field] of [
      [{ keep_audio: 'redacted' }, 'options.keep_audio'],
      [{ redact: ['card'], audio_mask: 'beep' }, 'options.audio_mask'],
    ] as const) {
      const response = await account.submit({ recording_url: 'https://example.com/a.mp3', options });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: { code: 'invalid_request', details: { field } } });
    }
  });
});
