// Mutated recordings through probing and cutting: `npm run fuzz:audio -- [--mutations 20000] [--seed 1] [--from 0]`.
// One again: `--from <turn> --mutations 1`.
import { parseArgs } from 'node:util';
import { fuzzAudio } from './audio.ts';

const options = {
  mutations: { type: 'string', default: '20000' },
  seed: { type: 'string', default: '1' },
  from: { type: 'string', default: '0' },
} as const;
const { values } = parseArgs({ options });
const [mutations, seed, from] = [Number(values.mutations), Number(values.seed), Number(values.from)];

const startedAt = performance.now();
const { ends, findings } = await fuzzAudio({ mutations, seed, from });
const seconds = (performance.now() - startedAt) / 1000;
console.log(`seed ${seed}: ${mutations} mutations in ${seconds.toFixed(0)} s`);
console.log(
  Object.entries(ends)
    .map(([name, count]) => `${name}: ${count}`)
    .join(', '),
);
for (const { step, detail, turn, name, count } of findings.toSorted((a, b) => b.count - a.count))
  console.log(
    `\n${count} × ${step}: ${detail}\nof ${name}: npm run fuzz:audio -- --seed ${seed} --from ${turn} --mutations 1`,
  );
console.log(
  findings.length === 0 ? 'No crash, no large buffer, no long step.' : `\n${findings.length} kinds of fault`,
);
process.exitCode = findings.length === 0 ? 0 : 1;
