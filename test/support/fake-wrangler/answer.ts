import { appendFileSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type FakeAccount, readAccount, writeAccount } from './account.ts';
import { applyMigrations, execute } from './databases.ts';

/** One command, as its handler sees it. */
interface Command {
  readonly account: FakeAccount;
  readonly stateFile: string;
  /** The last positional argument: what the command is about. */
  readonly subject: string;
  readonly within: string | null;
  readonly options: ReturnType<typeof parse>['values'];
  readonly env: Readonly<Record<string, string | undefined>>;
}

class Refusal extends Error {}

const OPTIONS = {
  json: { type: 'boolean' },
  remote: { type: 'boolean' },
  yes: { type: 'boolean' },
  'dry-run': { type: 'boolean', default: false },
  outdir: { type: 'string' },
  jurisdiction: { type: 'string' },
  config: { type: 'string', default: '' },
  format: { type: 'string' },
  command: { type: 'string', default: '' },
  'secrets-file': { type: 'string' },
} as const;

const parse = (args: readonly string[]) =>
  parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });

const refused = (what: string, sentence: string) =>
  new Refusal(`✘ [ERROR] A request to the Cloudflare API (/accounts/a1/${what}) failed.\n\n  ${sentence}`);

function makeDatabase({ account: { databases }, subject, within }: Command): string {
  if (databases.some(({ name }) => name === subject))
    throw refused('d1/database', 'A database with that name already exists [code: 7502]');
  const uuid = `00000000-0000-4000-8000-${`${databases.length + 1}`.padStart(12, '0')}`;
  databases.push({ uuid, name: subject, jurisdiction: within });
  return `✅ Successfully created DB '${subject}'\nCreated your new D1 database.\n`;
}

function bucketInfo({ account: { buckets }, subject, within }: Command): string {
  if (!buckets.some(({ name, jurisdiction }) => name === subject && jurisdiction === within))
    throw refused(`r2/buckets/${subject}`, 'The specified bucket does not exist. [code: 10006]');
  return JSON.stringify({ name: subject, object_count: '0' });
}

function makeBucket({ account: { buckets }, subject, within }: Command): string {
  buckets.push({ name: subject, jurisdiction: within });
  return `✅ Created bucket '${subject}' with default storage class of Standard.`;
}

function queueInfo({ account: { queues }, subject }: Command): string {
  if (queues.includes(subject)) return `Queue Name: ${subject}`;
  throw new Refusal(
    `✘ [ERROR] Queue "${subject}" does not exist. To create it, run: wrangler queues create ${subject}`,
  );
}

function makeQueue({ account: { queues }, subject }: Command): string {
  if (queues.includes(subject))
    throw refused('queues', `Queue name '${subject}' is already taken. [code: 11009]`);
  queues.push(subject);
  return `🌀 Creating queue '${subject}'\n✅ Created queue '${subject}'`;
}

function listSecrets({ account: { secrets, deployed }, options }: Command): string {
  const { name } = JSON.parse(readFileSync(options.config, 'utf8'));
  if (!deployed.some((deployment) => deployment['name'] === name))
    throw new Refusal(
      `✘ [ERROR] Worker "${name}" not found.\n\nIf this is a new Worker, run \`wrangler deploy\` first to create it.`,
    );
  return JSON.stringify(Object.keys(secrets[name] ?? {}).map((key) => ({ name: key, type: 'secret_text' })));
}

function deploy({ account, options, env }: Command): string {
  if (options['dry-run']) return '--dry-run: exiting now.';
  const deployment = JSON.parse(readFileSync(options.config, 'utf8'));
  const { name, routes = [] } = deployment;
  account.deployed.push(deployment);
  const file = options['secrets-file'];
  const secrets = file === undefined ? {} : JSON.parse(readFileSync(file, 'utf8'));
  account.secrets[name] = { ...account.secrets[name], ...secrets };
  const domains = routes.map(({ pattern }: { pattern: string }) => `${pattern} (custom domain)`);
  const targets = [`${name}.acme.workers.dev`, ...domains, 'schedule: 17 3 * * *', 'Producer for x'];
  const entry = { type: 'deploy', version: 1, worker_name: name, targets };
  appendFileSync(env['WRANGLER_OUTPUT_FILE_PATH'] ?? '', `${JSON.stringify(entry)}\n`);
  return `Uploaded ${name} (1.00 sec)`;
}

function whoami({ account: { accounts } }: Command): string {
  if (accounts === null) throw new Refusal('{"loggedIn":false}');
  return JSON.stringify({ loggedIn: true, authType: 'OAuth Token', email: 'a@b.example', accounts }, null, 2);
}

const COMMANDS: Readonly<Record<string, (command: Command) => string>> = {
  whoami,
  'd1 list': ({ account }) => JSON.stringify(account.databases, null, 2),
  'd1 create': makeDatabase,
  'd1 migrations apply': ({ stateFile, options, subject }) =>
    applyMigrations(stateFile, options.config, subject),
  'd1 execute': ({ stateFile, options, subject }) =>
    execute(stateFile, options.config, subject, options.command),
  'r2 bucket info': bucketInfo,
  'r2 bucket create': makeBucket,
  'queues info': queueInfo,
  'queues create': makeQueue,
  'secret list': listSecrets,
  deploy,
};

/** Answers a command line as wrangler 4.124 prints, over the pretended account in `stateFile`. */
export function answer(stateFile: string, args: readonly string[], env: Command['env']) {
  const account = readAccount(stateFile);
  account.calls.push([...args]);
  try {
    return { ok: true, text: obey({ stateFile, account, env }, args) };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, text: error.message };
    throw error;
  } finally {
    writeAccount(stateFile, account);
  }
}

function obey(world: Pick<Command, 'account' | 'stateFile' | 'env'>, args: readonly string[]): string {
  const { positionals, values } = parse(args);
  const line = positionals.join(' ');
  const { failing } = world.account;
  if (failing && line.startsWith(failing.command)) {
    world.account.failing = null;
    throw new Refusal(failing.text);
  }
  const name = Object.keys(COMMANDS).find((command) => line === command || line.startsWith(`${command} `));
  const act = name === undefined ? undefined : COMMANDS[name];
  if (!act) throw new Refusal(`✘ [ERROR] Unknown argument: ${line}`);
  return act({
    ...world,
    options: values,
    subject: positionals.at(-1) ?? '',
    within: values.jurisdiction ?? null,
  });
}
