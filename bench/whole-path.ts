// The whole path on labelled recordings: `node bench/whole-path.ts [folder]`, by default ../shared/calls.
// Prints, for real calls, the share of the speech turns with the right role and the time to `completed` over the
// length of the call and over the time of the speech engine alone; for synthetic calls, by how much the talk ratio
// misses the truth.
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { Client } from '../test/e2e/client.ts';
import { startEngineAlone, type EngineAlone } from './engine-alone.ts';
import { rightRoles, Turn } from './role-agreement.ts';
import { withSystem } from './with-system.ts';

const folder = process.argv[2] ?? path.resolve(import.meta.dirname, '../../shared/calls');

const References = z.record(z.string(), z.looseObject({ speaker_turns: z.array(Turn).optional() }));
const Truth = z.looseObject({
  segments: z.array(z.looseObject({ role: z.string(), start_ms: z.number(), end_ms: z.number() })),
});

async function realCalls(client: Client, engine: EngineAlone): Promise<void> {
  const references = References.parse(
    JSON.parse(await readFile(path.join(folder, 'real/references.json'), 'utf8')),
  );
  for (const [name, { speaker_turns: turns }] of Object.entries(references)) {
    if (!turns) continue;
    const file = path.join(folder, 'real', name);
    // Twice, and the faster one counts: a machine that others use only ever makes it slower.
    const aloneSeconds = Math.min(await engine.secondsFor(file), await engine.secondsFor(file));
    const id = await client.upload(file);
    await client.settled(id);
    const { analysis, transcript } = await client.report(id);
    const totalSeconds = ((analysis.completedAt ?? 0) - analysis.createdAt) / 1000;
    const right = rightRoles(turns, transcript.utterances);
    const length = (totalSeconds * 1000) / transcript.durationMs;
    console.log(
      `${name}: roles ${right}/${turns.length} right, ${totalSeconds.toFixed(1)} s, ${length.toFixed(3)} × its length, ` +
        `${(totalSeconds / aloneSeconds).toFixed(2)} × the engine alone`,
    );
  }
}

async function syntheticCalls(client: Client): Promise<void> {
  const names = (await readdir(path.join(folder, 'synth'))).filter((name) => name.endsWith('.wav'));
  let worst = 0;
  for (const name of names) {
    const truth = Truth.parse(
      JSON.parse(await readFile(path.join(folder, 'synth', name.replace('.wav', '.truth.json')), 'utf8')),
    );
    const id = await client.upload(path.join(folder, 'synth', name), {
      channels: { 0: 'agent', 1: 'customer' },
    });
    await client.settled(id);
    const { report } = await client.report(id);
    const spoken = (isAgent: boolean) =>
      truth.segments
        .filter(({ role }) => (role === 'agent') === isAgent)
        .reduce((sum, { start_ms, end_ms }) => sum + end_ms - start_ms, 0);
    const expected = (100 * spoken(true)) / (spoken(true) + spoken(false));
    const measured = report.conversation.roles.agent.talkRatio;
    worst = Math.max(worst, Math.abs(measured - expected));
    console.log(`${name}: agent talks ${measured.toFixed(1)} %, in truth ${expected.toFixed(1)} %`);
  }
  console.log(`talk ratio: off by ${worst.toFixed(1)} points at worst over ${names.length} calls`);
}

if (!existsSync(folder)) {
  console.log(`Skipped: ${folder} does not exist.`);
} else {
  const engine = await startEngineAlone();
  try {
    await withSystem(async (system) => {
      await realCalls(new Client(system), engine);
      await syntheticCalls(new Client(system));
    });
  } finally {
    await engine.close();
  }
}
