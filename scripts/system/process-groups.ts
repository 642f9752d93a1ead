import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 40;

/** Sends a signal to every process of a group. False when none is left. */
function signalGroup(groupId: number, signal: 'SIGTERM' | 'SIGKILL' | 0): boolean {
  try {
    process.kill(-groupId, signal);
    return true;
  } catch {
    return false;
  }
}

/** Ends every process of the groups: asks, waits up to `graceMs`, then kills what is left. */
export async function endGroups(groupIds: readonly number[], graceMs: number): Promise<void> {
  for (const id of groupIds) signalGroup(id, 'SIGTERM');
  if (await allGone(groupIds, graceMs)) return;
  for (const id of groupIds) signalGroup(id, 'SIGKILL');
  await allGone(groupIds, 1000);
}

async function allGone(groupIds: readonly number[], timeoutMs: number): Promise<boolean> {
  for (let waitedMs = 0; groupIds.some((id) => signalGroup(id, 0)); waitedMs += POLL_MS) {
    if (waitedMs >= timeoutMs) return false;
    await delay(POLL_MS);
  }
  return true;
}
