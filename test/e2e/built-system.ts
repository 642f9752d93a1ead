import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { prepareDatabases } from '../../scripts/databases/local.ts';
import { keySql } from '../../scripts/local-key.ts';
import { findFreePort } from '../../scripts/system/ports.ts';
import { bundleWorker } from '../../scripts/worker/bundle.ts';
import { openWorker } from '../../scripts/worker/open-worker.ts';
import { formatKey } from '../../src/adapters/crypto/digest.ts';
import { KEY_SECRET_BYTES } from '../../src/domain/api-key.ts';

export interface BuiltSystem {
  readonly url: string;
  readonly apiKey: string;
  readonly inspectorUrl: string;
  close(): Promise<void>;
}

interface BuiltSystemOptions {
  /** Whether messages are taken from the queues, or only put in. */
  readonly isConsuming?: boolean;
  /** Takes what the Worker logs. */
  readonly log?: (line: string) => void;
}

/** The Worker as it is deployed, on the local platform, in this process, with an API key and a state of its own. */
export async function startBuiltSystem(
  vars: Readonly<Record<string, string>>,
  { isConsuming = true, log }: BuiltSystemOptions = {},
): Promise<BuiltSystem> {
  const bundle = await bundleWorker();
  const stateDir = mkdtempSync(path.join(tmpdir(), 'debrief-built-'));
  const apiKey = await formatKey(false, new Uint8Array(KEY_SECRET_BYTES));
  await prepareDatabases(stateDir, await keySql(apiKey));
  const inspectorPort = await findFreePort();
  const logging = log && { log: (_level: string, line: string) => log(line) };
  const worker = await openWorker({ bundle, stateDir, vars, isConsuming, inspectorPort, ...logging });
  return {
    url: worker.url,
    apiKey,
    inspectorUrl: `http://127.0.0.1:${inspectorPort}`,
    async close() {
      await worker.close();
      rmSync(stateDir, { recursive: true });
    },
  };
}
