import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { turnsOnOneSpeaker } from '../test/support/speaker-turns.ts';
import { transcribeFile } from '../test/support/transcribe-file.ts';
import { wordErrors } from '../test/support/word-errors.ts';
import { withLocalAi } from './with-local-ai.ts';

const DEFAULT_FOLDERS = ['../shared/calls/synth', '../shared/calls/real'];

const Truth = z.object({
  channels: z.record(z.string(), z.string()),
  segments: z.array(z.object({ role: z.string(), text: z.string() })),
});

const Turn = z.object({ start_s: z.number(), end_s: z.number(), role: z.string() });
const References = z.record(
  z.string(),
  z.object({ reference_text: z.string().nullish(), speaker_turns: z.array(Turn).optional() }),
);

/** One line of the table. `words` is 0 where there is no reference text, `turns` where nobody marked turns. */
interface Row {
  file: string;
  audioSeconds: number;
  tookSeconds: number;
  errors: number;
  words: number;
  turnsRight: number;
  turns: number;
}

const readJson = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'));

/** A call whose channels are its speakers, with the exact words of each. */
async function measureChannels(baseUrl: string, wav: string): Promise<Row> {
  const truth = Truth.parse(await readJson(wav.replace(/\.wav$/, '.truth.json')));
  const start = performance.now();
  const recognised = await transcribeFile(baseUrl, wav, 'channels');
  const tookSeconds = (performance.now() - start) / 1000;
  const counts = recognised.transcripts.map((transcript, channel) => {
    const segments = truth.segments.filter(({ role }) => role === truth.channels[channel]);
    return wordErrors(segments.map(({ text }) => text).join(' '), transcript);
  });
  const total = (pick: 'errors' | 'words') => counts.reduce((sum, count) => sum + count[pick], 0);
  const row = {
    audioSeconds: recognised.durationSeconds,
    tookSeconds,
    errors: total('errors'),
    words: total('words'),
  };
  return { file: path.basename(wav), ...row, turnsRight: 0, turns: 0 };
}

/** A mono recording with a reference text, marked turns, or both. */
async function measureMono(
  baseUrl: string,
  file: string,
  reference: z.infer<typeof References>[string],
): Promise<Row> {
  const start = performance.now();
  const recognised = await transcribeFile(baseUrl, file, 'mono');
  const tookSeconds = (performance.now() - start) / 1000;
  const text = reference.reference_text ?? '';
  const { errors, words } =
    text === '' ? { errors: 0, words: 0 } : wordErrors(text, recognised.transcripts.join(' '));
  const turns = reference.speaker_turns ?? [];
  const spoken = recognised.utterances.map(({ start: from, end, speaker = 0 }) => ({
    start: from,
    end,
    speaker,
  }));
  const turnsRight = turnsOnOneSpeaker(turns, spoken);
  const row = {
    audioSeconds: recognised.durationSeconds,
    tookSeconds,
    errors,
    words,
    turnsRight,
    turns: turns.length,
  };
  return { file: path.basename(file), ...row };
}

async function measureFolder(baseUrl: string, folder: string): Promise<Row[]> {
  const rows: Row[] = [];
  const names = (await readdir(folder)).toSorted();
  for (const name of names.filter(
    (other) => names.includes(other.replace(/\.wav$/, '.truth.json')) && other.endsWith('.wav'),
  ))
    rows.push(await measureChannels(baseUrl, path.join(folder, name)));
  if (names.includes('references.json'))
    for (const [name, reference] of Object.entries(
      References.parse(await readJson(path.join(folder, 'references.json'))),
    ))
      rows.push(await measureMono(baseUrl, path.join(folder, name), reference));
  return rows;
}

function totalOf(rows: readonly Row[]): Row {
  const sum = (pick: Exclude<keyof Row, 'file'>) => rows.reduce((total, row) => total + row[pick], 0);
  return {
    file: 'total',
    audioSeconds: sum('audioSeconds'),
    tookSeconds: sum('tookSeconds'),
    errors: sum('errors'),
    words: sum('words'),
    turnsRight: sum('turnsRight'),
    turns: sum('turns'),
  };
}

const inTable = ({ file, audioSeconds, tookSeconds, errors, words, turnsRight, turns }: Row) => ({
  file,
  'audio s': Number(audioSeconds.toFixed(2)),
  'time / audio': Number((tookSeconds / audioSeconds).toFixed(4)),
  errors,
  words,
  'word error rate': words === 0 ? '' : Number((errors / words).toFixed(4)),
  'turns right': turns === 0 ? '' : `${turnsRight} of ${turns}`,
});

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const wanted = positionals.length > 0 ? positionals : DEFAULT_FOLDERS;
const folders = wanted.filter((folder) => existsSync(folder));
for (const folder of wanted) if (!folders.includes(folder)) console.error(`skipped: ${folder} is not there`);

if (folders.length > 0) {
  await withLocalAi(async (server) => {
    for (const folder of folders) {
      const rows = await measureFolder(server.url, folder);
      const withTotal = [...rows, totalOf(rows)];
      if (values.json) console.log(JSON.stringify({ folder, rows: withTotal }));
      else console.table(withTotal.map(inTable));
    }
  });
}
