import { readFile, writeFile } from 'node:fs/promises';
import { buildCall } from './build-call.ts';
import { CallScript } from './script.ts';
import { withSynthesiser } from './speech.ts';

const here = (name: string) => new URL(name, import.meta.url);

const script = CallScript.parse(JSON.parse(await readFile(here('sales-call.script.json'), 'utf8')));
const { wav, truth } = await withSynthesiser((speak) => buildCall(script, speak));
await writeFile(here('sales-call.wav'), wav);
await writeFile(here('sales-call.truth.json'), `${JSON.stringify(truth, null, 2)}\n`);

const seconds = (truth.duration_ms / 1000).toFixed(1);
const kilobytes = Math.round(wav.length / 1000);
process.stdout.write(
  `examples/sales-call/sales-call.wav: ${truth.segments.length} turns, ${seconds} s, ${kilobytes} kB\n`,
);
