import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { DeployError } from './deploy-error.ts';
import type { Wrangler } from './wrangler.ts';

/** The line that wrangler appends to WRANGLER_OUTPUT_FILE_PATH once it has deployed. */
const Deployed = z.object({ type: z.literal('deploy'), targets: z.array(z.string()) });

/**
 * Deploys the configuration, together with the secrets, so that no version runs without them. Returns the host names that
 * it is reached at, those of one's own first. The secrets are in a file of its owner's only while this runs.
 */
export async function publish(
  wrangler: Wrangler,
  config: string,
  secrets: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'debrief-deploy-'));
  try {
    const outputFile = path.join(folder, 'output.ndjson');
    const args = ['deploy', '--config', config, ...(await secretsArguments(folder, secrets))];
    await wrangler.run('Deploying the Worker', args, { WRANGLER_OUTPUT_FILE_PATH: outputFile });
    return hostsIn(await readFile(outputFile, 'utf8').catch(() => ''));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function secretsArguments(
  folder: string,
  secrets: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  if (Object.keys(secrets).length === 0) return [];
  const file = path.join(folder, 'secrets.json');
  await writeFile(file, JSON.stringify(secrets), { mode: 0o600 });
  return ['--secrets-file', file];
}

/** Targets are host names, with or without `https://`, and words about queues and schedules. */
function hostsIn(output: string): readonly string[] {
  const entries = output
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
  const deployed = entries.map((entry) => Deployed.safeParse(entry)).find(({ success }) => success)?.data;
  if (!deployed)
    throw new DeployError(
      'Wrangler deployed the Worker but did not say where. "npx wrangler deployments list" shows it.',
    );
  const hosts = deployed.targets.flatMap((target) => {
    const host = /^(?:https:\/\/)?([a-z0-9.-]+\.[a-z]{2,})(?: \(custom domain.*\))?$/i.exec(target)?.[1];
    return host === undefined ? [] : [host];
  });
  return hosts.toSorted((a, b) => Number(isShared(a)) - Number(isShared(b)));
}

const isShared = (host: string) => host.endsWith('.workers.dev');
