import { describe, expect, it } from 'vitest';
import { type AiClient, AiError } from '../../../../src/adapters/ai/ai-client.ts';
import { createBindingClient, withDailyAllowance } from '../../../../src/adapters/ai/clients.ts';
import { createTranscriber } from '../../../../src/adapters/ai/transcriber.ts';
import { Fault } from '../../../../src/domain/errors.ts';

const RECORDING = {
  format: 'wav',
  codec: 'pcm',
  contentType: 'audio/wav',
  sizeBytes: 100_000,
  durationMs: 9_000,
  channels: 1,
  sampleRateHz: 8000,
};
const signal = new AbortController().signal;

function clientThatFailsWith(message: string): AiClient {
  return createBindingClient({ run: () => Promise.reject(new Error(message)) });
}

async function thrownBy(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => null,
    (error: unknown) => error,
  );
}

function transcribe(client: AiClient): Promise<unknown> {
  const body = new Blob(['RIFF']).stream();
  return createTranscriber(client).transcribe({ body, recording: RECORDING, language: 'en', signal });
}

describe('an error of Workers AI', () => {
  it.each([
    ['3040: Capacity temporarily exceeded, please try again.', 'later', 'transcription_unavailable'],
    ['AiError: 3007: Request timeout', 'later', 'transcription_unavailable'],
    ['3008: Request was aborted', 'later', 'transcription_unavailable'],
    ['429: Too Many Requests', 'later', 'transcription_unavailable'],
    ['503: Service Unavailable', 'later', 'transcription_unavailable'],
    ['Network connection lost.', 'later', 'transcription_unavailable'],
    ['3036: you have used up your daily free allocation', 'tomorrow', 'transcription_quota_used'],
    ['3006: Request is too large', 'never', 'transcription_too_large'],
    ['5004: Invalid input: failed to decode base64 string', 'never', 'transcription_rejected'],
    ['5007: No such model or task', 'never', 'transcription_rejected'],
    ['5035: This model requires the Workers Paid plan', 'never', 'transcription_rejected'],
    ['401: Unauthorized', 'never', 'transcription_rejected'],
  ])('"%s" may be tried again: %s', async (message, remedy, code) => {
    expect(await thrownBy(clientThatFailsWith(message).run('model', {}, signal))).toMatchObject({ remedy });
    const fault = await thrownBy(transcribe(clientThatFailsWith(message)));
    expect(fault).toBeInstanceOf(Fault);
    expect(fault).toMatchObject({ code });
  });
});

describe('while the allowance of the day is used up', () => {
  const lastHour = Date.UTC(2026, 10, 22, 23);
  const minutes = (count: number) => count * 60_000;

  function world() {
    const clock = { now: lastHour };
    let used = true;
    let asked = 0;
    const client = withDailyAllowance(
      {
        run: async () => {
          asked += 1;
          if (used) throw new AiError(3036, 'used up');
          return 'answer';
        },
      },
      { closedUntil: 0 },
      { now: () => clock.now },
    );
    return {
      clock,
      asked: () => asked,
      renew: () => void (used = false),
      run: () => thrownBy(client.run('model', {}, signal)),
    };
  }

  it('one call in ten minutes is let through, and all the others are refused as it was', async () => {
    const { clock, asked, run } = world();
    for (let call = 0; call < 5; call += 1) expect(await run()).toMatchObject({ code: 3036 });
    expect(asked()).toBe(1);
    clock.now += minutes(10);
    for (let call = 0; call < 5; call += 1) await run();
    expect(asked()).toBe(2);
  });

  it('nobody waits longer than to the end of the day', async () => {
    const { clock, asked, renew, run } = world();
    clock.now += minutes(59);
    await run();
    renew();
    clock.now += minutes(1);
    expect(await run()).toBeNull();
    expect(asked()).toBe(2);
  });
});
