// The whole system with its services failing and the Worker killed: `npm run chaos -- [--seeds 1] [--from 1] [--seconds 60]
// [--settle 120]`. A seed decides what fails, though not when exactly.
import { parseArgs } from 'node:util';
import { unleash } from './run.ts';

const options = {
  seeds: { type: 'string', default: '1' },
  from: { type: 'string', default: '1' },
  seconds: { type: 'string', default: '60' },
  settle: { type: 'string', default: '120' },
} as const;
const { values } = parseArgs({ options });
const from = Number(values.from);

for (let seed = from; seed < from + Number(values.seeds); seed += 1) {
  const result = await unleash({
    seed,
    isKilling: true,
    seconds: Number(values.seconds),
    settleSeconds: Number(values.settle),
  });
  const { accepted, kills, callbacks, settledSeconds, faults } = result;
  console.log(
    `seed ${seed}: ${accepted} accepted, ${kills} kills, ${callbacks} callbacks, settled ${settledSeconds.toFixed(0)} s after: ${faults.length === 0 ? 'well' : `${faults.length} faults`}`,
  );
  for (const fault of faults) console.log(`  ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
}
