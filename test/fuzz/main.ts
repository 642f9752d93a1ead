// Requests made from the OpenAPI document against the system as `npm start` runs it:
// `npm run fuzz -- [--requests 10000] [--seed 1] [--url http://… --key sk_test_…]`. The same seed makes the same requests.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findFreePort } from '../../scripts/system/ports.ts';
import { startSystem } from '../../scripts/system/start-system.ts';
import { HIGH_RATE_LIMITS } from '../e2e/client.ts';
import { startReceiver } from '../support/callback-receiver.ts';
import { fuzz, type FuzzResult } from './run.ts';

const options = {
  requests: { type: 'string', default: '10000' },
  seed: { type: 'string', default: '1' },
  url: { type: 'string' },
  key: { type: 'string' },
} as const;
const { values } = parseArgs({ options });
const [requests, seed] = [Number(values.requests), Number(values.seed)];

function report({ sent, aborted, perSecond, byStatus, findings }: FuzzResult): void {
  console.log(`seed ${seed}: ${sent} requests, ${aborted} broken off, ${perSecond.toFixed(0)} a second`);
  console.log(
    Object.entries(byStatus)
      .map(([status, count]) => `${status}: ${count}`)
      .join(', '),
  );
  for (const { sign, detail, count, reproduction } of findings.toSorted((a, b) => b.count - a.count))
    console.log(`\n${count} × ${sign}\n${detail}\n${reproduction}`);
  console.log(
    findings.length === 0 ? 'Every answer was as the document says.' : `\n${findings.length} kinds of fault`,
  );
  process.exitCode = findings.length === 0 ? 0 : 1;
}

const receiver = await startReceiver();
const onProgress = (sent: number) => void process.stderr.write(`\r${sent} of ${requests}`);
const about = { requests, seed, urls: [receiver.url], onProgress };
try {
  if (values.url !== undefined) report(await fuzz({ ...about, url: values.url, apiKey: values.key ?? '' }));
  else report(await fuzzOwnSystem());
} finally {
  receiver.close();
}

/** A restart of a part of the system is a finding as well. */
async function fuzzOwnSystem(): Promise<FuzzResult> {
  const stateDir = await mkdtemp(path.join(tmpdir(), 'debrief-fuzz-'));
  const ended = new AbortController();
  const system = await startSystem({
    port: await findFreePort(),
    stateDir,
    log: () => undefined,
    vars: HIGH_RATE_LIMITS,
  });
  system.exited.catch((error: unknown) => ended.abort(error));
  try {
    const result = await fuzz({
      ...about,
      url: system.url.replace('localhost', '127.0.0.1'),
      apiKey: system.apiKey,
      signal: ended.signal,
    });
    const restarts = system.restarts();
    if (!ended.signal.aborted && restarts === 0) return result;
    const finding = {
      sign: ended.signal.aborted ? 'the system ended' : 'a part ended and was started again',
      detail: ended.signal.aborted ? String(ended.signal.reason) : `${restarts} times`,
      count: 1,
      reproduction: `seed ${seed}`,
    };
    return { ...result, findings: [finding, ...result.findings] };
  } finally {
    await system.stop();
    await rm(stateDir, { recursive: true });
  }
}
