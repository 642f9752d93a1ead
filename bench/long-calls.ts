// An hour of recording, transcribed in chunks side by side: `npm run bench:long-calls [-- rate]`. The built system with
// a speech model that takes `rate` (0.1) × the length of what it is sent. Prints the time from submission to `completed`
// and that of the slowest chunk, the one over the other, and what the Worker held in memory meanwhile.
import { z } from 'zod';
import { Analysis } from '../src/domain/analysis.ts';
import { type BuiltSystem, startBuiltSystem } from '../test/e2e/built-system.ts';
import { HIGH_RATE_LIMITS } from '../test/e2e/client.ts';
import { HeapMeter } from '../test/e2e/heap-meter.ts';
import { pacedSpeech } from '../test/support/paced-speech.ts';
import { waveFile } from '../test/support/wave-file.ts';
import { startWorkersAiContract } from '../test/support/workers-ai-contract.ts';

const MU_LAW = { formatTag: 7, bitsPerSample: 8, sampleRateHz: 8000, dataBytes: 3600 * 8000 };
const HIGHEST_RATIO = 1.3;

const Submitted = z.object({ id: z.uuid() });
const Waited = z.object({ status: z.string() });
const Documents = z.object({ analysis: Analysis });

/** Connections are not kept: the platform closes them when it likes. */
async function call(system: BuiltSystem, route: string, body?: FormData): Promise<unknown> {
  const headers = { authorization: `Bearer ${system.apiKey}`, connection: 'close' };
  const response = await fetch(system.url + route, { headers, ...(body && { method: 'POST', body }) });
  if (!response.ok) throw new Error(`${route} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

async function analyse(system: BuiltSystem): Promise<Analysis> {
  const form = new FormData();
  form.set('file', new File([waveFile(MU_LAW)], 'hour.wav'));
  const { id } = Submitted.parse(await call(system, '/v1/analyses', form));
  const isOver = async () => {
    const { status } = Waited.parse(await call(system, `/v1/analyses/${id}?wait=60`));
    return status !== 'queued' && status !== 'processing';
  };
  while (!(await isOver()));
  return Documents.parse(await call(system, `/v1/analyses/${id}/report`)).analysis;
}

const seconds = (ms: number | null) => ((ms ?? 0) / 1000).toFixed(1);

const rate = Number(process.argv[2] ?? 0.1);
const speech = pacedSpeech(rate);
const contract = await startWorkersAiContract();
contract.plan(speech.behaviour);
const system = await startBuiltSystem({ ...HIGH_RATE_LIMITS, AI_BASE_URL: contract.url, LOCAL_MODE: 'true' });
try {
  const meter = await HeapMeter.open(system.inspectorUrl);
  const done: Analysis[] = [];
  const peakMb = await meter.peakMb(async () => void done.push(await analyse(system)));
  for (const { createdAt, completedAt, timings } of done) {
    const totalMs = (completedAt ?? 0) - createdAt;
    const slowestMs = Math.max(...speech.delaysMs);
    console.log(`${speech.delaysMs.length} chunks, each ${rate} × its length`);
    console.log(`total ${seconds(totalMs)} s, slowest chunk ${seconds(slowestMs)} s`);
    console.log(`  with its way there and back ${seconds(timings.transcriptionMs)} s`);
    console.log(`  analysis ${seconds(timings.analysisMs)} s`);
    console.log(`the Worker held ${peakMb.toFixed(1)} MB more than idle`);
    console.log(`total ÷ slowest chunk: ${(totalMs / slowestMs).toFixed(2)} (at most ${HIGHEST_RATIO})`);
    if (totalMs > HIGHEST_RATIO * slowestMs) process.exitCode = 1;
  }
} finally {
  await system.close();
  await contract.close();
}
