import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { checksumOf, formatKey, hasChecksum } from '../../src/adapters/crypto/digest.ts';
import { KEY_SECRET_BYTES } from '../../src/domain/api-key.ts';
import { StartError } from './start-error.ts';

const KEY_FORM = /^sk_(test|live)_[A-Za-z0-9_-]{16,94}$/;

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
    if (!(await hasChecksum(given)))
      throw new StartError(
        `DEV_API_KEY must end in a checksum: add "${await checksumOf(given)}" at its end.`,
      );
    return { key: given, generated: false };
  }
  const file = path.join(stateDir, 'dev-api-key');
  const kept = await readKept(file);
  if (kept !== null) {
    if (!(await hasChecksum(kept)))
      throw new StartError(`${file} must hold ${describeForm()}; delete it for a new one.`);
    return { key: kept, generated: true };
  }
  const key = await formatKey(false, randomBytes(KEY_SECRET_BYTES));
  await mkdir(stateDir, { recursive: true });
  await writeFile(file, `${key}\n`, { mode: 0o600 });
  return { key, generated: true };
}

function describeForm(): string {
  return 'sk_test_ or sk_live_ followed by 16 to 94 letters, digits, "-" or "_" and their checksum';
}

async function readKept(file: string): Promise<string | null> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
