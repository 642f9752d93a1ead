import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findFreePort } from '../scripts/system/ports.ts';
import { type RunningSystem, startSystem } from '../scripts/system/start-system.ts';
import { HIGH_RATE_LIMITS } from '../test/e2e/client.ts';

/** Runs `work` against a system of its own, which is gone afterwards. */
export async function withSystem(work: (system: RunningSystem) => Promise<void>): Promise<void> {
  const stateDir = await mkdtemp(path.join(tmpdir(), 'debrief-bench-'));
  const port = await findFreePort();
  const system = await startSystem({ port, stateDir, log: () => undefined, vars: HIGH_RATE_LIMITS });
  try {
    await work(system);
  } finally {
    await system.stop();
    await rm(stateDir, { recursive: true });
  }
}
