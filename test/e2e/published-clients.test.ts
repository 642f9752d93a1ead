import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFailed } from 'vitest';
import { findFreePort } from '../../scripts/system/ports.ts';
import { type RunningSystem, startSystem } from '../../scripts/system/start-system.ts';
import { uuidToPrefixed } from '../../src/domain/ids.ts';
import { salesCall } from '../support/transcripts.ts';
import { waveFile } from '../support/wave-file.ts';
import { Client, HIGH_RATE_LIMITS } from './client.ts';
import { waitForAnalysis } from './clients/poller.mjs';
import { deployments, type Models } from './deployments.ts';

const run = promisify(execFile);
const python = await run('python3', ['--version']).then(
  () => true,
  () => false,
);

/** What the system said; shown when a test fails. */
const logged: string[] = [];

beforeEach(() => onTestFailed(() => console.error(logged.slice(-60).join('\n'))));

describe.each(deployments)('clients written for the published services, with $name,', ({ open }) => {
  let folder: string;
  let models: Models;
  let system: RunningSystem;
  let client: Client;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'debrief-clients-'));
    models = await open();
    const { aiBaseUrl, vars } = models.options;
    const log = (_source: string, line: string) => void logged.push(line);
    const port = await findFreePort();
    system = await startSystem({
      port,
      stateDir: folder,
      log,
      aiBaseUrl,
      vars: { ...HIGH_RATE_LIMITS, ...vars },
    });
    client = new Client(system);
  });

  afterAll(async () => {
    await system.stop();
    await models.close();
    await rm(folder, { recursive: true });
  });

  async function emptyRecording(): Promise<string> {
    const file = path.join(folder, 'empty.wav');
    await writeFile(file, waveFile({ dataBytes: 0 }));
    return client.upload(file);
  }

  it('poll a session analysis until it is complete', async () => {
    const id = uuidToPrefixed('ana_', await client.submitTranscript(salesCall));
    const analysis = await waitForAnalysis(system.url, system.apiKey, id);
    expect(analysis).toMatchObject({
      id,
      status: 'complete',
      results: { summary: { outcome: 'follow_up' } },
    });
  });

  it('are told why a session analysis failed', async () => {
    const id = uuidToPrefixed('ana_', await emptyRecording());
    await expect(waitForAnalysis(system.url, system.apiKey, id)).rejects.toThrow('no audio samples');
  });

  it.skipIf(!python)('list, filter, page and report in Python (skipped without python3)', async () => {
    const about = { agent_id: 'agent_001', contact_id: 'customer_12345' };
    const ids: string[] = [];
    for (let call = 0; call < 105; call += 1) ids.push(await client.submitTranscript(salesCall, about));
    const failed = await emptyRecording();
    for (const id of [...ids, failed]) await client.settled(id);
    const script = path.resolve('test/e2e/clients/list_client.py');
    const { stdout } = await run('python3', [script, system.url, system.apiKey]);
    const lines = stdout.split('\n');
    expect(lines).toContain('Total completed analyses: 106');
    expect(lines.filter((line) => /^customer_12345: CES=[\d.]+\/5, Greeting=True$/.test(line))).toHaveLength(
      10,
    );
    expect(lines).toContain('Agent agent_001 has 105 total analyses');
    expect(lines).toContain('Found 105 for customer_123');
    expect(lines).toContain(`Analysis ${failed} failed: The recording holds no audio samples.`);
    expect(lines).toContain('Recent: 20');
    expect(lines).toContain('  Total calls: 100');
  });
});
