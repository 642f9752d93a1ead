// How large the deployed Worker is, and what it is made of: `npm run bundle:size`. Fails above the limit.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BundleWeight, Metafile, weigh } from './bundle/weigh.ts';
import { DeployError } from './deploy/deploy-error.ts';
import { createWrangler, wranglerOnPath } from './deploy/wrangler.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
/** A little above today's, two thirds of it the models of src/understanding; the platform's free plan takes 3 MiB. */
const LIMIT_GZIP_BYTES = 2_300 * 1024;
const SHOWN_PACKAGES = 10;

async function weighBundle(): Promise<BundleWeight> {
  const folder = await mkdtemp(path.join(tmpdir(), 'debrief-bundle-'));
  try {
    const metafile = path.join(folder, 'meta.json');
    const wrangler = createWrangler(wranglerOnPath(ROOT, process.env));
    const args = ['deploy', '--dry-run', '--outdir', folder, '--metafile', metafile];
    await wrangler.run('Building the Worker', args);
    const script = await readFile(path.join(folder, 'worker.js'));
    return weigh(script, Metafile.parse(JSON.parse(await readFile(metafile, 'utf8'))));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function describe({ total, gzip, packages }: BundleWeight): string {
  const shown = packages.slice(0, SHOWN_PACKAGES);
  return [
    `total  ${kibibytes(total)}`,
    `gzip   ${kibibytes(gzip)}   of at most ${kibibytes(LIMIT_GZIP_BYTES)}`,
    '',
    ...shown.map(({ name, bytes }) => `${kibibytes(bytes)}  ${name}`),
    '',
  ].join('\n');
}

function kibibytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(0).padStart(6)} KiB`;
}

try {
  const weight = await weighBundle();
  process.stdout.write(describe(weight));
  if (weight.gzip > LIMIT_GZIP_BYTES)
    throw new DeployError(
      'The Worker is larger than its limit. Take out what it does not need, or raise LIMIT_GZIP_BYTES in scripts/bundle-size.ts.',
    );
} catch (error) {
  const text = error instanceof DeployError ? error.message : String(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}
