import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseDeployArguments } from '../../../scripts/deploy/arguments.ts';
import { deploy, rehearse, type Workbench } from '../../../scripts/deploy/deploy.ts';
import { createWrangler } from '../../../scripts/deploy/wrangler.ts';
import { EMPTY, type FakeAccount, readAccount, writeAccount } from '../../support/fake-wrangler/account.ts';
import { answer } from '../../support/fake-wrangler/answer.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const execute = promisify(execFile);
const DEPLOY = path.join(ROOT, 'scripts/deploy.ts');
const MAIN = path.join(ROOT, 'test/support/fake-wrangler/main.ts');
const MAKING = /^(d1|queues|r2 bucket) create/;

const BASE = readFileSync(path.join(ROOT, 'wrangler.toml'), 'utf8');
/** Every queue that wrangler.toml names, consumed, produced to, or of dead letters. */
const QUEUES = new Set([...BASE.matchAll(/queue = "(.*)"/g)].map(([, name]) => name));

let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'deploy-test-'));
});
afterEach(() => rmSync(home, { recursive: true }));

const account = () => readAccount(path.join(home, 'account.json'));
const given = (change: Partial<FakeAccount>) =>
  writeAccount(path.join(home, 'account.json'), { ...structuredClone(EMPTY), ...change });
const made = () =>
  account()
    .calls.map((call) => call.join(' '))
    .filter((call) => MAKING.test(call));
const argumentsOf = (options: readonly string[]) => {
  const args = parseDeployArguments(options, ROOT);
  return { ...args, folder: path.join(home, args.name) };
};

function bench(change: Partial<Workbench> & { env?: Record<string, string> } = {}): Workbench {
  const { env: environment = {}, ...rest } = change;
  const wrangler = createWrangler(async (args, env) => {
    const { ok, text } = answer(path.join(home, 'account.json'), args, env);
    return { ok, stdout: ok ? text : '', output: text };
  });
  return { root: ROOT, wrangler, environment, askSecret: null, say: () => {}, ...rest };
}

const run = (...options: string[]) => deploy(argumentsOf(options), bench());

describe('npm run deploy', () => {
  it('drives the wrangler of the PATH, and shows the address and the first key', async () => {
    const program = `#!/bin/sh\nexec "${process.execPath}" "${MAIN}" "${home}/account.json" "$@"\n`;
    writeFileSync(path.join(home, 'wrangler'), program, { mode: 0o755 });
    const env = { ...process.env, PATH: `${home}:${process.env['PATH']}` };
    const folder = path.join(home, 'debrief');
    const { stdout } = await execute(process.execPath, [DEPLOY, '--folder', folder], { env });
    expect(stdout).toMatch(/^Deployed: https:\/\/debrief\.acme\.workers\.dev$/m);
    const key = /^ {2}(sk_live_\S+)$/m.exec(stdout)?.[1] ?? '';
    const database = new DatabaseSync(path.join(home, `${account().databases[0]?.uuid}.sqlite`));
    expect(database.prepare('SELECT hash, livemode, scopes FROM api_keys').all()).toEqual([
      { hash: createHash('sha256').update(key).digest('hex'), livemode: 1, scopes: 'read write admin' },
    ]);
  });

  it('makes everything wrangler.toml names, and nothing when it is run again', async () => {
    const first = await run();
    expect(first).toMatchObject({
      url: 'https://debrief.acme.workers.dev',
      firstKey: expect.stringMatching(/^sk_live_/),
    });
    const names = ['d1 create debrief', 'd1 create debrief-search', 'r2 bucket create debrief-store'];
    const queues = Array.from(QUEUES, (queue) => `queues create ${queue}`);
    expect(made().toSorted()).toEqual([...names, ...queues].toSorted());
    const { deployed, databases, secrets } = account();
    expect(deployed.at(-1)).toMatchObject({
      name: 'debrief',
      vars: { PUBLIC_URL: 'https://debrief.acme.workers.dev', JURISDICTION: '' },
      d1_databases: databases.map(({ name, uuid }) => ({ database_name: name, database_id: uuid })),
    });
    expect(Buffer.from(secrets['debrief']?.['SECRETS_KEY'] ?? '', 'base64')).toHaveLength(32);

    given({ ...account(), calls: [] });
    const second = await run();
    expect(second).toMatchObject({ url: first.url, firstKey: null });
    expect(made()).toEqual([]);
    expect(account().deployed).toHaveLength(deployed.length + 1);
    expect(account().secrets).toEqual(secrets);
    expect(account().calls.flat()).not.toContain('--secrets-file');
  });

  it('keeps everything within the jurisdiction it was first deployed with', async () => {
    await run('--jurisdiction', 'eu');
    const { databases, buckets, deployed } = account();
    expect([...databases, ...buckets].map(({ jurisdiction }) => jurisdiction)).toEqual(['eu', 'eu', 'eu']);
    expect(deployed.at(-1)).toMatchObject({
      vars: { JURISDICTION: 'eu' },
      r2_buckets: [{ bucket_name: 'debrief-store', jurisdiction: 'eu' }],
    });
    await run();
    expect(account().deployed.at(-1)).toMatchObject({ vars: { JURISDICTION: 'eu' } });
    await expect(run('--jurisdiction', 'fedramp')).rejects.toThrow(
      /keeps its data within "eu".*--name OTHER/s,
    );
  });

  it('refuses databases of another jurisdiction where its settings were lost', async () => {
    given({ databases: [{ uuid: 'u1', name: 'debrief', jurisdiction: 'eu' }] });
    await expect(run()).rejects.toThrow('The database debrief exists within "eu", but none is asked for.');
    expect(made()).toEqual([]);
    await run('--jurisdiction', 'eu');
    expect(made()).not.toContain('d1 create debrief --jurisdiction eu');
    expect(made()).toContain('d1 create debrief-search --jurisdiction eu');
  });

  it('of another name shares nothing with the first', async () => {
    await run();
    const before = account();
    await run('--name', 'acme-eu', '--domain', 'calls.example.com');
    const { databases, buckets, queues, deployed } = account();
    const names = [...databases, ...buckets].map(({ name }) => name).concat(queues);
    expect(new Set(names).size).toBe(
      2 * (before.databases.length + before.buckets.length + before.queues.length),
    );
    expect(deployed.at(-1)).toMatchObject({
      name: 'acme-eu',
      vars: { PUBLIC_URL: 'https://calls.example.com' },
      routes: [{ pattern: 'calls.example.com', custom_domain: true }],
    });
    // A path, also a relative one, says where the repository lies, which may have that name.
    const withoutPaths = (_: string, value: unknown) =>
      typeof value === 'string' && value.includes(path.sep) ? undefined : value;
    const named = JSON.stringify({ ...deployed.at(-1), vars: {}, durable_objects: {} }, withoutPaths);
    expect(named).toContain('acme-eu');
    expect(named).not.toMatch(/debrief/);
  });

  it('that failed says what to do, and goes on where it was when it is run again', async () => {
    const text = '✘ [ERROR] A request to the Cloudflare API failed.\n\n  Authentication error [code: 10000]';
    given({ failing: { command: 'queues create debrief-batches', text } });
    await expect(run()).rejects.toThrow(
      /^Making the queue debrief-batches failed\. Wrangler says:.*code: 10000.*give the token the permissions: .*Queues/s,
    );
    await run();
    expect(new Set(made()).size).toBe(made().length - 1);
    expect(new Set(account().queues)).toEqual(QUEUES);
  });

  it('asks for a login, and for an account where there are several', async () => {
    given({ accounts: null });
    await expect(run()).rejects.toThrow('npx wrangler login');
    given({
      accounts: [
        { id: 'a1', name: 'Acme' },
        { id: 'b2', name: 'Beta' },
      ],
    });
    await expect(run()).rejects.toThrow(/Set CLOUDFLARE_ACCOUNT_ID.*a1 {2}Acme.*b2 {2}Beta/s);
    const chosen = bench({ env: { CLOUDFLARE_ACCOUNT_ID: 'b2' } });
    await expect(deploy(argumentsOf([]), chosen)).resolves.toMatchObject({ missingSecrets: [] });
  });

  it('stores the secrets its settings need, and shows them in no command line or file', async () => {
    const settings = {
      vars: { JWT_ISSUER: 'https://id.example.com', LLM_BASE_URL: 'https://llm.example.com/v1' },
    };
    const args = argumentsOf([]);
    await rehearse(args, bench());
    await run();
    writeFileSync(path.join(args.folder, 'settings.json'), JSON.stringify(settings));
    const asked: string[] = [];
    const env = { JWT_SECRET: 'a secret of thirty-two characters', SECRETS_KEY: btoa('x'.repeat(32)) };
    const askSecret = async (question: string) => {
      asked.push(question);
      return 'llm-key-1';
    };
    const before = account().secrets['debrief'];
    await deploy(args, bench({ env, askSecret }));
    const { secrets, calls } = account();
    expect(secrets['debrief']).toEqual({ ...before, JWT_SECRET: env.JWT_SECRET, LLM_API_KEY: 'llm-key-1' });
    expect(asked).toEqual(['API key for https://llm.example.com/v1 (empty: none)']);
    const config = await readFile(path.join(args.folder, 'wrangler.json'), 'utf8');
    for (const secret of Object.values(secrets['debrief'] ?? {}))
      expect(JSON.stringify(calls) + config).not.toContain(secret);
  });

  it('--dry-run says what would be made and needs no login', async () => {
    given({ accounts: null });
    const lines: string[] = [];
    const args = argumentsOf(['--dry-run', '--jurisdiction', 'eu']);
    await rehearse(args, bench({ say: (line) => lines.push(line) }));
    expect(lines.join('\n')).toContain('R2 bucket debrief-store within "eu"');
    expect(account().calls.map(([command, option]) => [command, option])).toEqual([['deploy', '--dry-run']]);
  });
});

it.each([
  [['--name', 'Big Name'], '--name takes'],
  [['--jurisdiction', 'mars'], '--jurisdiction is eu or fedramp'],
  [['--domain', 'https://x.example.com'], '--domain takes a host name'],
  [['--force'], '--force'],
])('the command line %j is refused with the usage', (args, reason) => {
  expect(() => parseDeployArguments(args, ROOT)).toThrow(reason);
  expect(() => parseDeployArguments(args, ROOT)).toThrow('Usage: npm run deploy');
});
