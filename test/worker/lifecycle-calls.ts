import { env } from 'cloudflare:workers';
import { vi } from 'vitest';
import type { Job } from '../../src/domain/job.ts';
import { salesCall } from '../support/transcripts.ts';
import { waveFile } from '../support/wave-file.ts';
import type { TestAccount } from './account.ts';
import { acceptedId, settled } from './settled.ts';

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

export function objectOf(id: string) {
  return env.ANALYSES.getByName(id);
}

export function jobOf(id: string): Promise<Job | null> {
  return objectOf(id).read();
}

/** A recording in stereo that the faked speech model has an answer for. */
export function recording(): File {
  return new File([waveFile({ channels: 2, dataBytes: 35 * 32_000 })], 'call.wav');
}

export function post(account: TestAccount, id: string, verb: string): Promise<Response> {
  return account.fetch(`/v1/analyses/${id}/${verb}`, { method: 'POST' });
}

export function remove(account: TestAccount, id: string): Promise<Response> {
  return account.fetch(`/v1/analyses/${id}`, { method: 'DELETE' });
}

export function laterBy(milliseconds: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + milliseconds });
}

/** Every key in the bucket that names the analysis. */
export async function storedOf(id: string): Promise<string[]> {
  const { objects } = await env.STORE.list();
  return objects.map(({ key }) => key).filter((key) => key.includes(id));
}

/** An analysis whose work never starts. */
export async function waiting(account: TestAccount, fields: object = {}): Promise<string> {
  vi.spyOn(env.JOBS, 'send').mockRejectedValueOnce(new Error('Queue is gone'));
  return acceptedId(await account.submit({ transcript: salesCall, ...fields }));
}

export async function completed(account: TestAccount, fields: object = {}): Promise<string> {
  const id = await acceptedId(await account.submit({ transcript: salesCall, ...fields }));
  await settled(account, id);
  return id;
}
