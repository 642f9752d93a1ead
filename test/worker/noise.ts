import { env } from 'cloudflare:workers';
import { waveFile } from '../support/wave-file.ts';
import type { TestAccount } from './account.ts';

export async function sha256(bytes: BufferSource): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A stereo WAVE file in which no part is like another. */
export function noise(dataBytes: number): Uint8Array<ArrayBuffer> {
  const file = waveFile({ channels: 2, dataBytes });
  const words = new Uint32Array(file.buffer, 44, dataBytes / 4);
  for (let at = 0; at < words.length; at += 1) words[at] = Math.imul(at, 2_654_435_761);
  return file;
}

/** SHA-256 of the stored recording of an analysis. */
export async function storedHash(account: TestAccount, id: string): Promise<string> {
  const object = await env.STORE.get(`audio/${account.id}/${id}`);
  return object ? sha256(await object.arrayBuffer()) : 'nothing';
}
