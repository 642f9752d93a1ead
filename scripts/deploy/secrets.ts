import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { DeployError } from './deploy-error.ts';
import type { Plan } from './plan.ts';
import { failure, parseJson, type Wrangler } from './wrangler.ts';

const KEY_BYTES = 32;
const JWT_SECRET_MIN_LENGTH = 32;
const SecretList = z.array(z.object({ name: z.string() }));

/** Asks the person at the terminal, who may leave it empty; `null`: nobody is there. */
export type AskSecret = ((question: string) => Promise<string>) | null;

export interface SecretChoice {
  /** To be stored with the deployment. */
  readonly values: Readonly<Record<string, string>>;
  /** What was asked for by the settings and is not there. */
  readonly missing: readonly string[];
}

/** Names of the secrets that the deployed Worker has; none where it was never deployed. */
export async function storedSecrets(wrangler: Wrangler, config: string): Promise<readonly string[]> {
  const { ok, stdout, output } = await wrangler.ask([
    'secret',
    'list',
    '--format',
    'json',
    '--config',
    config,
  ]);
  if (!ok && /not found|\[code: 10007\]/i.test(output)) return [];
  const parsed = SecretList.safeParse(parseJson(stdout));
  if (!ok || !parsed.success) throw failure('Listing the secrets', output);
  return parsed.data.map(({ name }) => name);
}

/**
 * What is to be stored: SECRETS_KEY where there is none (that of the environment, or a new one), and what the settings need
 * from the environment or, where it was never stored, from the person. A stored SECRETS_KEY is never replaced.
 */
export async function chooseSecrets(
  { vars }: Plan,
  stored: readonly string[],
  environment: NodeJS.ProcessEnv,
  ask: AskSecret,
): Promise<SecretChoice> {
  const values: Record<string, string> = {};
  const missing: string[] = [];
  if (!stored.includes('SECRETS_KEY')) values['SECRETS_KEY'] = secretsKey(environment['SECRETS_KEY']);
  for (const { name, question } of wantedBy(vars)) {
    const given = environment[name] || (stored.includes(name) ? '' : await ask?.(question)) || '';
    if (given !== '') values[name] = checked(name, given);
    else if (!stored.includes(name)) missing.push(name);
  }
  return { values, missing };
}

function wantedBy(vars: Plan['vars']): { name: string; question: string }[] {
  const { JWT_ISSUER, JWT_JWKS_URL, LLM_BASE_URL } = vars;
  return [
    ...(JWT_ISSUER && !JWT_JWKS_URL
      ? [{ name: 'JWT_SECRET', question: `Secret of the tokens of ${JWT_ISSUER} (HS256; empty: none)` }]
      : []),
    ...(LLM_BASE_URL ? [{ name: 'LLM_API_KEY', question: `API key for ${LLM_BASE_URL} (empty: none)` }] : []),
  ];
}

function secretsKey(given: string | undefined): string {
  if (!given) return randomBytes(KEY_BYTES).toString('base64');
  if (Buffer.from(given, 'base64').length === KEY_BYTES) return given;
  throw new DeployError(
    `SECRETS_KEY must be ${KEY_BYTES} bytes as base64: openssl rand -base64 ${KEY_BYTES}`,
  );
}

function checked(name: string, value: string): string {
  if (name !== 'JWT_SECRET' || value.length >= JWT_SECRET_MIN_LENGTH) return value;
  throw new DeployError(
    `JWT_SECRET must have ${JWT_SECRET_MIN_LENGTH} characters or more: openssl rand -base64 32`,
  );
}
