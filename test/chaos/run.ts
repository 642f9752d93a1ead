import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '../fuzz/random.ts';
import { startFailingModels } from './models.ts';
import { startFailingReceiver } from './receivers.ts';
import { ChaosSystem } from './system.ts';
import { Reader, verify } from './verify.ts';
import { Workload } from './workload.ts';

export interface ChaosOptions {
  readonly seed: number;
  /** How long services fail. */
  readonly seconds: number;
  /** Whether the Worker is killed meanwhile, and at its end. */
  readonly isKilling: boolean;
  /** How long what was interrupted is given to end by itself afterwards. */
  readonly settleSeconds: number;
}

export interface ChaosResult {
  readonly accepted: number;
  readonly kills: number;
  readonly callbacks: number;
  readonly settledSeconds: number;
  readonly faults: readonly string[];
}

const SERVICE_RATE = 0.03;
const MODEL_RATE = 0.4;
const RECEIVER_RATE = 0.4;
const POLL_MS = 1000;

/** The whole system with everything around it failing; then, with all of it back, what became of the calls. */
export async function unleash(options: ChaosOptions): Promise<ChaosResult> {
  const { seed, settleSeconds, isKilling } = options;
  const stateDir = await mkdtemp(path.join(tmpdir(), 'debrief-chaos-'));
  const models = await startFailingModels(seed, MODEL_RATE);
  const receiver = await startFailingReceiver(seed, RECEIVER_RATE);
  const system = await ChaosSystem.prepare(stateDir, models.url);
  try {
    await system.start({ seed, rate: SERVICE_RATE });
    const workload = new Workload({
      url: system.url,
      apiKey: system.apiKey,
      callbackUrl: receiver.url,
      seed,
    });
    const kills = await failing(system, workload, options);
    models.calm();
    receiver.calm();
    if (isKilling) {
      await system.kill();
      await system.start({ seed, rate: 0 });
    } else await new Reader(system).get('/chaos/calm');
    const startedAt = performance.now();
    await workload.finish(settleSeconds * 1000);
    await untilSettled(new Reader(system), workload, startedAt + settleSeconds * 1000);
    const faults = await verify(system, workload, receiver);
    return {
      accepted:
        workload.calls.filter(({ id }) => id !== null).length +
        workload.batches.flatMap(({ numbers }) => numbers).length,
      kills,
      callbacks: receiver.arrivals.length,
      settledSeconds: (performance.now() - startedAt) / 1000,
      faults,
    };
  } finally {
    await system.kill();
    receiver.close();
    await models.close();
    await rm(stateDir, { recursive: true, force: true });
  }
}

/** Submits calls while services fail and the Worker is killed every now and then; answers how often it was. */
async function failing(
  system: ChaosSystem,
  workload: Workload,
  { seed, seconds, isKilling }: ChaosOptions,
): Promise<number> {
  const random = new Random(seed, 4);
  const isOver = AbortSignal.timeout(seconds * 1000);
  const submitting = workload.run(isOver);
  if (!isKilling) await submitting;
  let kills = 0;
  for (; !isOver.aborted; kills += 1) {
    await Promise.race([sleep((seconds * 1000) / 6 + random.below((seconds * 1000) / 4)), submitting]);
    if (isOver.aborted) break;
    await system.kill();
    await system.start({ seed: seed + kills + 1, rate: SERVICE_RATE });
  }
  await submitting;
  return kills;
}

async function untilSettled(reader: Reader, workload: Workload, deadline: number): Promise<void> {
  while (performance.now() < deadline) {
    if (await reader.isSettled(workload).catch(() => false)) return;
    await sleep(POLL_MS);
  }
}
