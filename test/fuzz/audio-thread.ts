import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { openChunk } from '../../src/adapters/audio/cut/open-chunk.ts';
import { planChunks } from '../../src/adapters/audio/cut/plan-chunks.ts';
import { probeRecording } from '../../src/adapters/audio/probe.ts';
import type { RecordingFacts } from '../../src/domain/analysis.ts';
import { type AudioChunk, chunkLimits } from '../../src/domain/audio-chunk.ts';
import { Fault } from '../../src/domain/errors.ts';
import { countedSource } from '../support/counted-source.ts';
import { countAllocations } from './allocations.ts';
import { audioSamples, mutated } from './audio-mutations.ts';
import { Random } from './random.ts';

/** What a step may cost. */
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_CPU_MS = 2000;
const LONGEST_MS = 12 * 3_600_000;
const MOST_CHUNKS_OPENED = 3;
/** Of the short samples several; as deployed for those that claim to be long. */
const CHUNKS_MS = [1000, 300_000];

const Task = z.object({
  seed: z.int(),
  from: z.int(),
  until: z.int(),
  turn: z.instanceof(SharedArrayBuffer),
});
const { seed, from, until, turn: shared } = Task.parse(workerData);
const turnNow = new Int32Array(shared);
const samples = [...audioSamples()];
const allocations = countAllocations(MOST_BYTES);

interface Findings {
  readonly step: string;
  readonly detail: string;
}

/** What is wrong with a step, if anything; its result where there is one. */
async function step<Result>(
  name: string,
  work: () => Promise<Result>,
  noted: Findings[],
): Promise<Result | null> {
  allocations.takeLargest();
  const before = process.threadCpuUsage();
  let result: Result | null = null;
  try {
    result = await work();
  } catch (error) {
    if (!(error instanceof Fault))
      noted.push({
        step: name,
        detail:
          error instanceof Error
            ? `${error.name}: ${error.message} ${error.stack?.split('\n')[1] ?? ''}`
            : String(error),
      });
  }
  const { user, system } = process.threadCpuUsage(before);
  const cpuMs = (user + system) / 1000;
  const largest = allocations.takeLargest();
  if (largest > MOST_BYTES) noted.push({ step: name, detail: `asked for a buffer of ${largest} bytes` });
  if (cpuMs > MOST_CPU_MS) noted.push({ step: name, detail: `took ${cpuMs.toFixed(0)} ms of CPU` });
  return result;
}

/** As a recording goes through the pipeline: what it is, how it is cut, and the first and last of its pieces. */
async function pass(bytes: Buffer, random: Random, noted: Findings[]): Promise<string> {
  const source = countedSource(bytes);
  const declared = { contentType: random.pick(['', 'audio/wav']), fileName: null };
  const facts = await step('probe', () => probeRecording(source, declared), noted);
  if (facts === null) return 'refused';
  if (
    !Number.isFinite(facts.durationMs) ||
    !Number.isInteger(facts.channels) ||
    facts.channels < 1 ||
    facts.durationMs < 0
  )
    noted.push({ step: 'probe', detail: `impossible facts ${JSON.stringify(facts)}` });
  if (facts.durationMs > LONGEST_MS) return 'too long';
  const limits = chunkLimits(facts, { chunkMs: random.pick(CHUNKS_MS), diarizes: random.happens(0.5) });
  if (limits === null) return 'whole';
  const chunks = await step('plan', () => planChunks(source, facts, limits), noted);
  const opened = (chunks ?? []).filter((_, at, { length }) => at < MOST_CHUNKS_OPENED || at === length - 1);
  for (const chunk of opened) await step('open', () => drain(source, facts, chunk), noted);
  return chunks ? 'cut' : 'not cut';
}

async function drain(
  source: ReturnType<typeof countedSource>,
  facts: RecordingFacts,
  chunk: AudioChunk,
): Promise<number> {
  const { body } = await openChunk(source, facts, chunk);
  let bytes = 0;
  for await (const piece of body) bytes += piece.byteLength;
  return bytes;
}

const ends: Record<string, number> = {};
const others = samples.map(([, other]) => other);
for (let turn = from; turn < until; turn += 1) {
  Atomics.store(turnNow, 0, turn);
  const random = new Random(seed, turn);
  const [name, sample] = random.pick(samples);
  const bytes = mutated(sample, others, random);
  const noted: Findings[] = [];
  const end = await pass(bytes, random, noted);
  ends[end] = (ends[end] ?? 0) + 1;
  for (const one of noted) parentPort?.postMessage({ kind: 'finding', turn, name, ...one }, []);
}
parentPort?.postMessage({ kind: 'end', ends }, []);
