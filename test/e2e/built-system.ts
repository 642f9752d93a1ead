import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { keySql } from '../../scripts/local-key.ts';
import { findFreePort } from '../../scripts/system/ports.ts';
import { bundleWorker, migrateAll, openBuiltWorker, runAll } from '../support/built-worker.ts';

export interface BuiltSystem {
  readonly url: string;
  readonly apiKey: string;
  readonly inspectorUrl: string;
  close(): Promise<void>;
}

/** The Worker as it is deployed, on the local platform, with an API key. `log` takes what it logs. */
export async function startBuiltSystem(
  vars: Readonly<Record<string, string>>,
  log: (line: string) => void = () => undefined,
): Promise<BuiltSystem> {
  const bundle = bundleWorker();
  const state = mkdtempSync(path.join(tmpdir(), 'debrief-built-'));
  const inspectorPort = await findFreePort();
  const worker = openBuiltWorker({ bundle, state, vars, isConsuming: true, inspectorPort, log });
  await worker.ready;
  await migrateAll(worker);
  const apiKey = `sk_test_${'a'.repeat(32)}`;
  const statements = (await keySql(apiKey)).split(';').filter((text) => text.trim() !== '');
  await runAll(await worker.getD1Database('DB'), statements);
  return {
    url: String(await worker.unsafeGetDirectURL()).replace(/\/$/, ''),
    apiKey,
    inspectorUrl: `http://127.0.0.1:${inspectorPort}`,
    async close() {
      await worker.dispose();
      for (const folder of [bundle, state]) rmSync(folder, { recursive: true });
    },
  };
}
