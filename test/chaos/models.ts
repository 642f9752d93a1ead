import { Random } from '../fuzz/random.ts';
import { nova3Result } from '../support/workers-ai-answers.ts';
import {
  type Behaviour,
  startWorkersAiContract,
  type WorkersAiContract,
} from '../support/workers-ai-contract.ts';

const SPOKEN: Behaviour = {
  kind: 'result',
  result: nova3Result([
    { start: 0.1, end: 1.5, text: 'Thank you for calling, how can I help?', speaker: 0 },
    { start: 1.8, end: 3.4, text: 'I would like to cancel my order.', speaker: 1 },
  ]),
};

/** Workers AI that is out of capacity, slow, breaks off or answers nonsense from time to time. */
export async function startFailingModels(
  seed: number,
  rate: number,
): Promise<WorkersAiContract & { calm(): void }> {
  const random = new Random(seed, 3);
  const contract = await startWorkersAiContract();
  let failing = rate;
  const failures: readonly Behaviour[] = [
    { kind: 'error', code: 3040 },
    { kind: 'error', code: 3043 },
    { kind: 'error', code: 3007 },
    { kind: 'cut_off' },
    { kind: 'noise', status: 502, text: '<html>Bad gateway</html>' },
    { kind: 'slow', delayMs: 2000, answer: SPOKEN },
    { kind: 'result', result: { nothing: true } },
  ];
  contract.plan(() => (random.happens(failing) ? random.pick(failures) : SPOKEN));
  return { ...contract, calm: () => void (failing = 0) };
}
