import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { StartError } from './start-error.ts';

const KEY_FORM = /^sk_(test|live)_[A-Za-z0-9_-]{16,}$/;

/** The API key of a local system, and whether it was made here rather than given. */
export interface DevKey {
  readonly key: string;
  readonly generated: boolean;
}

/**
 * The key that was given, or else the one kept in `stateDir/dev-api-key` (readable by its owner only), made on
 * first use. Throws `StartError` when the given or kept key does not have the form of a key.
 */
export async function resolveDevKey(given: string | undefined, stateDir: string): Promise<DevKey> {
  if (given !== undefined && given !== '') {
    if (!KEY_FORM.test(given)) throw new StartError(`DEV_API_KEY must be ${describeForm()}.`);
    return { key: given, generated: false };
  }
  const file = path.join(stateDir, 'dev-api-key');
  const kept = await readKept(file);
  if (kept !== null) {
    if (!KEY_FORM.test(kept))
      throw new StartError(`${file} must hold ${describeForm()}; delete it for a new one.`);
    return { key: kept, generated: true };
  }
  const key = `sk_test_${randomBytes(24).toString('base64url')}`;
  await mkdir(stateDir, { recursive: true });
  await writeFile(file, `${key}\n`, { mode: 0o600 });
  return { key, generated: true };
}

function describeForm(): string {
  return 'sk_test_ or sk_live_ followed by 16 or more letters, digits, "-" or "_"';
}

async function readKept(file: string): Promise<string | null> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
