import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createRestClient } from '../src/adapters/ai/clients.ts';
import { createTranscriber, type Transcriber } from '../src/adapters/ai/transcriber.ts';
import { openChunk } from '../src/adapters/audio/cut/open-chunk.ts';
import { planChunks } from '../src/adapters/audio/cut/plan-chunks.ts';
import { readWavLayout, wavHeader } from '../src/adapters/audio/cut/wav.ts';
import { probeRecording } from '../src/adapters/audio/probe.ts';
import type { RecordingFacts } from '../src/domain/analysis.ts';
import { mergeTranscripts } from '../src/domain/merge-transcripts.ts';
import type { Transcript } from '../src/domain/transcript.ts';
import { countedSource, type CountedSource } from '../test/support/counted-source.ts';
import { wordErrors } from '../test/support/word-errors.ts';
import { knownWords } from './known-words.ts';
import { withLocalAi } from './with-local-ai.ts';

// What cutting does to the transcripts of long recordings: `npm run bench:chunks [-- --seconds 60 FILE…]`, by default calls of
// ../shared/calls. The local speech engine hears each file as a whole and in chunks, which are merged as the pipeline
// does it. `apart`: words by which the two differ; against what was really said, where that is known, the errors of each.
// With --control, `apart later`: words by which the engine differs from itself when a WAVE file begins 16 ms later.

const FOLDER = '../shared/calls';
const OVERLAP_MS = 1000;
const LATER_MS = 16;

interface Row {
  readonly file: string;
  readonly format: string;
  readonly seconds: number;
  readonly chunks: number;
  /** Recognised in the whole recording. */
  readonly words: number;
  readonly apart: number;
  readonly apartLater: number;
  /** 0 where nobody knows. */
  readonly known: number;
  readonly wholeErrors: number;
  readonly mergedErrors: number;
}

async function defaultFiles(): Promise<string[]> {
  if (!existsSync(FOLDER)) return [];
  const inFolder = async (name: string, pattern: RegExp) =>
    (await readdir(path.join(FOLDER, name)))
      .filter((file) => pattern.test(file))
      .map((file) => path.join(FOLDER, name, file));
  return [
    ...(await inFolder('real', /auto_dealer.*\.wav$/)),
    ...(await inFolder('formats', /^appointment/)),
    ...(await inFolder('synth', /\.wav$/)),
  ];
}

function hear(
  transcriber: Transcriber,
  body: ReadableStream,
  recording: RecordingFacts,
): Promise<Transcript> {
  return transcriber.transcribe({ body, recording, language: 'en', signal: new AbortController().signal });
}

/** What was said, one text per channel. */
function textsOf({ utterances }: Transcript): string[] {
  const channels = [...new Set(utterances.map(({ channel }) => channel ?? 0))].toSorted((a, b) => a - b);
  return channels.map((wanted) =>
    utterances
      .filter(({ channel }) => (channel ?? 0) === wanted)
      .map(({ text }) => text)
      .join(' '),
  );
}

function errorsOf(
  reference: readonly string[],
  recognised: readonly string[],
): { words: number; errors: number } {
  const counts = reference.map((text, channel) => wordErrors(text, recognised[channel] ?? ''));
  const total = (pick: 'errors' | 'words') => counts.reduce((sum, count) => sum + count[pick], 0);
  return { words: total('words'), errors: total('errors') };
}

/** The whole of a WAVE file but its first 16 ms. */
async function transcribeLater(transcriber: Transcriber, source: CountedSource, facts: RecordingFacts) {
  const layout = await readWavLayout(source);
  if (layout === null) return null;
  const skipped = Math.round((LATER_MS / 1000) * layout.sampleRateHz) * layout.blockBytes;
  const bytes = await source.read(layout.dataStart + skipped, layout.dataEnd);
  const wav = Buffer.concat([wavHeader(layout.format, bytes.byteLength), bytes]);
  return hear(transcriber, new Blob([wav]).stream(), facts);
}

async function transcribeInChunks(
  transcriber: Transcriber,
  source: CountedSource,
  facts: RecordingFacts,
  longestMs: number,
): Promise<{ chunks: number; transcript: Transcript | null }> {
  const chunks = (await planChunks(source, facts, { longestMs, overlapMs: OVERLAP_MS })) ?? [];
  const parts = [];
  for (const chunk of chunks) {
    const { body, contentType } = await openChunk(source, facts, chunk);
    const durationMs = chunk.endMs - chunk.startMs;
    parts.push({ chunk, transcript: await hear(transcriber, body, { ...facts, contentType, durationMs }) });
  }
  return {
    chunks: chunks.length,
    transcript: parts.length === 0 ? null : mergeTranscripts(parts, facts.durationMs),
  };
}

interface Settings {
  readonly seconds: number | null;
  readonly control: boolean;
}

async function measure(transcriber: Transcriber, file: string, { seconds, control }: Settings): Promise<Row> {
  const source = countedSource(new Uint8Array(await readFile(file)));
  const facts = await probeRecording(source, { contentType: '', fileName: null });
  const longestMs = seconds === null ? Math.min(60_000, facts.durationMs / 2.5) : seconds * 1000;
  const whole = await hear(transcriber, await source.stream(0, source.sizeBytes), facts);
  const { chunks, transcript } = await transcribeInChunks(transcriber, source, facts, longestMs);
  const later = control && facts.format === 'wav' ? await transcribeLater(transcriber, source, facts) : null;
  const [wholeTexts, mergedTexts] = [textsOf(whole), textsOf(transcript ?? whole)];
  const { words, errors: apart } = errorsOf(wholeTexts, mergedTexts);
  const known = (await knownWords(file)) ?? [];
  const { words: knownCount, errors: wholeErrors } = errorsOf(known, wholeTexts);
  return {
    file: path.basename(file),
    format: `${facts.format} ${facts.codec}`,
    seconds: facts.durationMs / 1000,
    chunks,
    words,
    apart,
    apartLater: later ? errorsOf(wholeTexts, textsOf(later)).errors : 0,
    known: knownCount,
    wholeErrors,
    mergedErrors: errorsOf(known, mergedTexts).errors,
  };
}

function totalOf(rows: readonly Row[]): Row {
  const sum = (pick: Exclude<keyof Row, 'file' | 'format'>) =>
    rows.reduce((total, row) => total + row[pick], 0);
  return {
    file: 'total',
    format: '',
    seconds: sum('seconds'),
    chunks: sum('chunks'),
    words: sum('words'),
    apart: sum('apart'),
    apartLater: sum('apartLater'),
    known: sum('known'),
    wholeErrors: sum('wholeErrors'),
    mergedErrors: sum('mergedErrors'),
  };
}

const percent = (count: number, of: number): string =>
  of === 0 ? '' : `${((100 * count) / of).toFixed(2)} %`;

const inTable = (control: boolean) => (row: Row) => ({
  file: row.file,
  format: row.format,
  'audio s': Number(row.seconds.toFixed(1)),
  chunks: row.chunks,
  words: row.words,
  apart: percent(row.apart, row.words),
  ...(control ? { 'apart later': percent(row.apartLater, row.words) } : {}),
  'word error rate, whole': percent(row.wholeErrors, row.known),
  merged: percent(row.mergedErrors, row.known),
});

const { values, positionals } = parseArgs({
  options: { seconds: { type: 'string' }, control: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const settings = {
  seconds: values.seconds === undefined ? null : Number(values.seconds),
  control: values.control,
};
const files = positionals.length > 0 ? positionals : await defaultFiles();
if (files.length === 0) console.error(`skipped: ${FOLDER} is not there`);
else
  await withLocalAi(async ({ url }) => {
    const transcriber = createTranscriber(createRestClient(url));
    const rows: Row[] = [];
    for (const file of files) rows.push(await measure(transcriber, file, settings));
    console.table([...rows, totalOf(rows)].map(inTable(settings.control)));
  });
