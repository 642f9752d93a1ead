import { Worker } from 'node:worker_threads';
import { z } from 'zod';

const HUNG_AFTER_MS = 10_000;
const POLL_MS = 500;
const THREAD_HEAP_MB = 192;

const Message = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('finding'),
    turn: z.int(),
    name: z.string(),
    step: z.string(),
    detail: z.string(),
  }),
  z.object({ kind: z.literal('end'), ends: z.record(z.string(), z.int()) }),
]);

export interface AudioFinding {
  readonly step: string;
  readonly detail: string;
  /** The first that shows it, and of what recording it was made. */
  readonly turn: number;
  readonly name: string;
  readonly count: number;
}

export interface AudioFuzzResult {
  readonly mutations: number;
  readonly ends: Readonly<Record<string, number>>;
  readonly findings: readonly AudioFinding[];
}

/** Sends mutated recordings through probing and cutting, in a thread of little memory that is watched from outside. */
export async function fuzzAudio(options: {
  readonly mutations: number;
  readonly seed: number;
  readonly from?: number;
}): Promise<AudioFuzzResult> {
  const { mutations, seed, from = 0 } = options;
  const findings = new Map<string, AudioFinding>();
  const ends: Record<string, number> = {};
  const until = from + mutations;
  for (let next = from; next < until;) {
    const { reached, cause } = await runThread({ seed, from: next, until }, findings, ends);
    if (cause !== null) note(findings, { step: 'any', detail: cause, turn: reached, name: '' });
    next = reached + 1;
  }
  return { mutations, ends, findings: [...findings.values()] };
}

/** Up to the end, or to a mutation that the thread does not survive or come back from. */
function runThread(
  task: { seed: number; from: number; until: number },
  findings: Map<string, AudioFinding>,
  ends: Record<string, number>,
): Promise<{ reached: number; cause: string | null }> {
  const turn = new SharedArrayBuffer(4);
  const turnNow = new Int32Array(turn);
  turnNow[0] = task.from;
  const thread = new Worker(new URL('audio-thread.ts', import.meta.url), {
    workerData: { ...task, turn },
    resourceLimits: { maxOldGenerationSizeMb: THREAD_HEAP_MB },
  });
  return new Promise((resolve) => {
    let seen = { turn: task.from, at: performance.now() };
    const end = (reached: number, cause: string | null) => {
      clearInterval(watch);
      resolve({ reached, cause });
      void thread.terminate();
    };
    const watch = setInterval(() => {
      const now = Atomics.load(turnNow, 0);
      if (now !== seen.turn) seen = { turn: now, at: performance.now() };
      else if (performance.now() - seen.at > HUNG_AFTER_MS) end(now, 'did not come back');
    }, POLL_MS);
    thread.on('message', (raw: unknown) => {
      const message = Message.parse(raw);
      if (message.kind === 'finding') return note(findings, message);
      for (const [name, count] of Object.entries(message.ends)) ends[name] = (ends[name] ?? 0) + count;
      end(task.until, null);
    });
    thread.on('error', (error) =>
      end(
        Atomics.load(turnNow, 0),
        `ended the thread: ${error instanceof Error ? error.message : String(error)}`,
      ),
    );
  });
}

function note(
  findings: Map<string, AudioFinding>,
  { step, detail, turn, name }: Omit<AudioFinding, 'count'>,
): void {
  const sign = `${step} ${detail.replaceAll(/\d+/g, 'n')}`;
  const known = findings.get(sign);
  findings.set(sign, known ? { ...known, count: known.count + 1 } : { step, detail, turn, name, count: 1 });
}
