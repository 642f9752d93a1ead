import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const Truth = z.object({
  channels: z.record(z.string(), z.string()),
  segments: z.array(z.object({ role: z.string(), text: z.string() })),
});
const References = z.record(z.string(), z.object({ reference_text: z.string().nullish() }));

const readJson = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'));

/** What was really said in a recording, one text per channel, or one of all; `null` where nobody wrote it down. */
export async function knownWords(file: string): Promise<readonly string[] | null> {
  const truthFile = file.replace(/\.wav$/, '.truth.json');
  if (truthFile !== file && existsSync(truthFile)) {
    const { channels, segments } = Truth.parse(await readJson(truthFile));
    const ordered = Object.entries(channels).toSorted(([a], [b]) => Number(a) - Number(b));
    return ordered.map(([, name]) =>
      segments
        .filter(({ role }) => role === name)
        .map(({ text }) => text)
        .join(' '),
    );
  }
  const referencesFile = path.join(path.dirname(file), 'references.json');
  if (!existsSync(referencesFile)) return null;
  const text = References.parse(await readJson(referencesFile))[path.basename(file)]?.reference_text;
  return text ? [text] : null;
}
