import { formatWebhookSecret, WEBHOOK_SECRET_BYTES } from '../../adapters/crypto/webhook-signature.ts';
import type { Encryptor } from '../../adapters/ports.ts';
import type { EncryptedSecrets } from '../../db/webhooks.ts';
import { Fault } from '../../domain/errors.ts';
import type { Tenant } from '../../domain/tenant.ts';
import type { CallbackDeps } from '../deps.ts';

type SecretDeps = Pick<CallbackDeps, 'clock' | 'randomBytes' | 'encryptor' | 'callbackSecrets'>;

/** How long after a rotation the previous secret signs too. */
export const OVERLAP_MS = 24 * 3_600_000;

export function newSecret({ randomBytes }: Pick<CallbackDeps, 'randomBytes'>): string {
  return formatWebhookSecret(randomBytes(WEBHOOK_SECRET_BYTES));
}

/** Throws `signing_not_configured`. */
export function requireEncryptor({ encryptor }: Pick<CallbackDeps, 'encryptor'>): Encryptor {
  if (!encryptor) throw new Fault('signing_not_configured');
  return encryptor;
}

/** The secrets that sign now, newest first. `context`: what they were encrypted for. */
export async function decryptSecrets(
  deps: SecretDeps,
  { secret, previousSecret, previousSecretUntil }: EncryptedSecrets,
  context: string,
): Promise<string[]> {
  const encryptor = requireEncryptor(deps);
  const overlaps = previousSecret !== null && (previousSecretUntil ?? 0) > deps.clock.now();
  return Promise.all(
    [secret, ...(overlaps ? [previousSecret] : [])].map((text) => encryptor.decrypt(text, context)),
  );
}

/** The secrets before and after a rotation. */
export function rotateSecrets(
  before: EncryptedSecrets | null,
  secret: string,
  nowMs: number,
): EncryptedSecrets {
  if (!before) return { secret, previousSecret: null, previousSecretUntil: null };
  return { secret, previousSecret: before.secret, previousSecretUntil: nowMs + OVERLAP_MS };
}

export function callbackSecretContext({ accountId, livemode }: Tenant): string {
  return `callbacks:${accountId}:${livemode}`;
}

/** The secrets that sign the callbacks of single analyses. The first one of an account is made when it is needed. */
export async function callbackSigningSecrets(deps: SecretDeps, tenant: Tenant): Promise<string[]> {
  const secrets = deps.callbackSecrets(tenant);
  const context = callbackSecretContext(tenant);
  const known = await secrets.find();
  if (known) return decryptSecrets(deps, known, context);
  const encrypted = await requireEncryptor(deps).encrypt(newSecret(deps), context);
  return decryptSecrets(deps, await secrets.addFirst(encrypted, deps.clock.now()), context);
}
