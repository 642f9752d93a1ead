import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { buildCall } from '../../examples/sales-call/build-call.ts';
import { CallScript } from '../../examples/sales-call/script.ts';
import { withSynthesiser } from '../../examples/sales-call/speech.ts';
import { modelFolder } from '../../local-ai/models/model-folder.ts';
import { showProgress } from '../../local-ai/models/progress.ts';
import { type LocalAi, startLocalAi } from '../../local-ai/server.ts';
import { parseNova3 } from '../../src/adapters/ai/nova-3.ts';
import { probeRecording } from '../../src/adapters/audio/probe.ts';
import { RedactionKind } from '../../src/domain/submission.ts';
import type { Transcript } from '../../src/domain/transcript.ts';
import { redactTranscript } from '../../src/pii/redact.ts';
import { redactedTimes } from '../../src/pii/redacted-times.ts';
import { countedSource } from '../support/counted-source.ts';
import { redactFile } from '../support/redacted-recording.ts';
import { askNova3 } from '../support/transcribe-file.ts';

const FIXTURES = path.join(import.meta.dirname, '../fixtures/redaction');
/** What the engine understands of it: digits as they are written one after the other, and the name. */
const PLANTED = ['532', '8176', '2943', '6817', '212555', '8147', 'jennifer'];
const DIGITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const Reply = z.object({ result: z.unknown() });

let server: LocalAi;

beforeAll(async () => {
  server = await startLocalAi({
    port: 0,
    modelFolder: modelFolder(process.env),
    registry: process.env['npm_config_registry'],
    onProgress: showProgress(process.stderr),
  });
}, 300_000);

afterAll(() => server.close());

async function transcribe(file: Uint8Array<ArrayBuffer>): Promise<Transcript> {
  const response = await askNova3(server.url, file, { multichannel: 'true', language: 'en' });
  const { result } = Reply.parse(await response.json());
  return parseNova3(
    result,
    await probeRecording(countedSource(file), { contentType: '', fileName: null }),
    'en',
  );
}

/** Lower case, digits without anything between them. */
function textOf({ utterances }: Transcript): string {
  const text = utterances.map(({ text }) => text.toLowerCase()).join(' ');
  const inDigits = text.replaceAll(/[a-z]+/gu, (word) => {
    const digit = DIGITS.indexOf(word);
    return digit < 0 ? word : `${digit}`;
  });
  return inDigits.replaceAll(/(?<=\d)[^\da-z]+(?=\d)/gu, '');
}

async function spokenWav(): Promise<Uint8Array<ArrayBuffer>> {
  const text = await readFile(path.join(FIXTURES, 'call.script.json'), 'utf8');
  const script = CallScript.parse(JSON.parse(text));
  const { wav } = await withSynthesiser((speak) => buildCall(script, speak));
  return new Uint8Array(wav);
}

const files = {
  wav: spokenWav,
  mp3: async () => new Uint8Array(await readFile(path.join(FIXTURES, 'call.mp3'))),
};

describe('a redacted recording, transcribed again', () => {
  it.each(Object.entries(files))(
    'says none of the planted items, and everything else: %s',
    async (_, open) => {
      const recording = await open();
      const before = await transcribe(recording);
      for (const item of PLANTED) expect(textOf(before)).toContain(item);
      const redacted = redactTranscript(before, { kinds: RedactionKind.options });
      const { bytes } = await redactFile(recording, redactedTimes(redacted));
      const after = textOf(await transcribe(bytes));
      for (const item of PLANTED) expect(after).not.toContain(item);
      expect(after).not.toMatch(/\d{3}|thom|son\b/u);
      for (const kept of [
        'how can i help',
        'credit card',
        'read me the card number',
        'best phone number',
        'receipt',
      ])
        expect(after).toContain(kept);
    },
  );
});
