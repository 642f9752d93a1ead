import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { experimental_readRawConfig as readRawConfig } from 'wrangler';
import { z } from 'zod';
import { accountName } from './account.ts';
import type { DeployArguments } from './arguments.ts';
import { DeployError } from './deploy-error.ts';
import { describePlan } from './describe.ts';
import { makeFirstKey } from './first-key.ts';
import { makeBuckets, makeDatabases, makeQueues } from './make-resources.ts';
import { BaseConfig, type Plan, planOf } from './plan.ts';
import { productionConfig } from './production-config.ts';
import { publish } from './publish.ts';
import { type AskSecret, chooseSecrets, type SecretChoice, storedSecrets } from './secrets.ts';
import { readSettings, type Settings, withArguments, writeSettings } from './settings.ts';
import type { Wrangler } from './wrangler.ts';

export interface Workbench {
  /** Folder of wrangler.toml. */
  readonly root: string;
  readonly wrangler: Wrangler;
  readonly environment: NodeJS.ProcessEnv;
  readonly askSecret: AskSecret;
  readonly say: (line: string) => void;
}

export interface Deployment {
  readonly url: string;
  /** `null`: there were keys already. */
  readonly firstKey: string | null;
  /** The generated wrangler configuration. */
  readonly config: string;
  readonly missingSecrets: readonly string[];
}

/** Makes what is missing and deploys; safe to run again, also after a failure. Throws `DeployError`. */
export async function deploy(args: DeployArguments, bench: Workbench): Promise<Deployment> {
  const { wrangler, environment, say, askSecret } = bench;
  const base = readBase(bench.root);
  const settings = withArguments(await readSettings(args.folder), args);
  const plan = planOf(base, args.name, settings);
  const account = await accountName(wrangler, environment['CLOUDFLARE_ACCOUNT_ID']);
  say(`deploying "${plan.name}" to the account ${account}`);
  const ids = await makeDatabases(wrangler, plan, say);
  // Not before: databases that are in another jurisdiction than these say must not make them the settings to go by.
  await writeSettings(args.folder, settings);
  await makeBuckets(wrangler, plan, say);
  await makeQueues(wrangler, plan, say);
  const config = path.join(args.folder, 'wrangler.json');
  await writeConfig(config, productionConfig(base, plan, ids, { root: bench.root, folder: args.folder }));
  await applyMigrations(bench, plan, config);
  const secrets = await chooseSecrets(plan, await storedSecrets(wrangler, config), environment, askSecret);
  const url = await publishKnowingItsUrl(bench, args, { base, plan, ids, config, secrets });
  return { url, config, missingSecrets: secrets.missing, firstKey: await makeFirstKey(wrangler, config) };
}

/** Says what `deploy` would do, and has wrangler build the Worker with the configuration it would use. Needs no login. */
export async function rehearse(args: DeployArguments, bench: Workbench): Promise<void> {
  const base = readBase(bench.root);
  const plan = planOf(base, args.name, withArguments(await readSettings(args.folder), args));
  bench.say(describePlan(plan, path.join(args.folder, 'wrangler.json')));
  const folder = await mkdtemp(path.join(tmpdir(), 'debrief-rehearsal-'));
  try {
    const config = path.join(folder, 'wrangler.json');
    await writeConfig(config, productionConfig(base, plan, new Map(), { root: bench.root, folder }));
    const outdir = path.join(folder, 'out');
    await bench.wrangler.run('Building the Worker', [
      'deploy',
      '--dry-run',
      '--config',
      config,
      '--outdir',
      outdir,
    ]);
    bench.say('The Worker builds. Nothing was changed.');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function readBase(root: string): BaseConfig {
  const parsed = BaseConfig.safeParse(readRawConfig({ config: path.join(root, 'wrangler.toml') }).rawConfig);
  if (parsed.success) return parsed.data;
  throw new DeployError(`wrangler.toml cannot be deployed from:\n${z.prettifyError(parsed.error)}`);
}

async function writeConfig(file: string, config: Readonly<Record<string, unknown>>): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(config, null, 2)}\n`);
}

async function applyMigrations({ wrangler, say }: Workbench, plan: Plan, config: string): Promise<void> {
  for (const { binding, name, migrated } of plan.databases) {
    if (!migrated) continue;
    const args = ['d1', 'migrations', 'apply', binding, '--remote', '--config', config];
    await wrangler.run(`Applying the migrations of ${name}`, args);
    say(`${name} is at the latest migration`);
  }
}

/** Deploys; where the address was not known before, a second time with it, because links in callbacks begin with it. */
async function publishKnowingItsUrl(
  { root, wrangler, say }: Workbench,
  { folder }: DeployArguments,
  made: {
    base: BaseConfig;
    plan: Plan;
    ids: ReadonlyMap<string, string>;
    config: string;
    secrets: SecretChoice;
  },
): Promise<string> {
  const { base, plan, ids, config, secrets } = made;
  const [host] = await publish(wrangler, config, secrets.values);
  say('the Worker is deployed');
  const known = plan.vars['PUBLIC_URL'];
  if (known || host === undefined) return known ?? '';
  const settings: Settings = { ...plan.settings, publicUrl: `https://${host}` };
  await writeSettings(folder, settings);
  await writeConfig(config, productionConfig(base, planOf(base, plan.name, settings), ids, { root, folder }));
  await publish(wrangler, config, {});
  say(`it knows its address now: https://${host}`);
  return `https://${host}`;
}
