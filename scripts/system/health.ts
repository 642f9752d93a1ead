import { setTimeout as delay } from 'node:timers/promises';
import { StartError } from './start-error.ts';

const POLL_MS = 100;
const ANSWER_TIMEOUT_MS = 5000;

/**
 * Resolves when `GET url` answers 200; a server that still starts is not yet a failure. Rejects with the reason of
 * `signal`, and with `StartError` after `timeoutMs`.
 */
export async function waitUntilHealthy(
  url: string,
  signal: AbortSignal,
  timeoutMs = Infinity,
): Promise<void> {
  const deadlineMs = performance.now() + timeoutMs;
  while (!(await isHealthy(url, signal))) {
    if (performance.now() > deadlineMs)
      throw new StartError(`${url} did not answer within ${timeoutMs / 1000} s.`);
    await delay(POLL_MS, undefined, { signal });
  }
}

async function isHealthy(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
    });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}
