// Deploys to Cloudflare: `npm run deploy -- [--name NAME] [--jurisdiction eu] [--domain HOST] [--dry-run]` (docs/deploy.md).
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseDeployArguments } from './deploy/arguments.ts';
import { secretAsker } from './deploy/ask-secret.ts';
import { deploy, type Deployment, rehearse, type Workbench } from './deploy/deploy.ts';
import { DeployError } from './deploy/deploy-error.ts';
import { createWrangler, wranglerOnPath } from './deploy/wrangler.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

function describe({ url, firstKey, config, missingSecrets }: Deployment): string {
  const file = path.relative(process.cwd(), config);
  const example = `curl -s ${url}/v1/analyses -H "Authorization: Bearer ${firstKey ?? '$KEY'}" -F file=@examples/sales-call/sales-call.wav`;
  return [
    '',
    `Deployed: ${url === '' ? 'it has no address; give it one with --domain' : url}`,
    ...(firstKey === null
      ? []
      : ['', 'Its first API key, for live data, with all scopes; it is not shown again:', `  ${firstKey}`]),
    ...missingSecrets.map((name) => `\nNot set: ${name}. npx wrangler secret put ${name} --config ${file}`),
    '',
    'Next:',
    `  ${example}`,
    `  npm run key:create -- --account NAME --live --remote --config ${file}    # a customer's key`,
    `  ${url}/docs shows every route; docs/deploy.md says how to upgrade, roll back and remove it.`,
    '',
  ].join('\n');
}

try {
  const args = parseDeployArguments(process.argv.slice(2), ROOT);
  const bench: Workbench = {
    root: ROOT,
    wrangler: createWrangler(wranglerOnPath(ROOT, process.env)),
    environment: process.env,
    askSecret: secretAsker(process.stdin, process.stdout),
    say: (line) => process.stdout.write(`${line}\n`),
  };
  if (args.dryRun) await rehearse(args, bench);
  else process.stdout.write(describe(await deploy(args, bench)));
} catch (error) {
  const text =
    error instanceof DeployError ? error.message : String(error instanceof Error ? error.stack : error);
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}
