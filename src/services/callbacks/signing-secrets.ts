import type { SealedSecrets } from '../../db/webhook-book.ts';
import { Fault } from '../../domain/fault.ts';
import type { SecretBox } from '../../platform/ports.ts';
import { formatWebhookSecret, WEBHOOK_SECRET_BYTES } from '../../platform/webhook-signature.ts';
import type { CallbackDeps, Owner } from './callback-deps.ts';

type SecretDeps = Pick<CallbackDeps, 'clock' | 'randomBytes' | 'secretBox' | 'callbackSecrets'>;

/** How long the secret before a rotation signs too. */
export const OVERLAP_MS = 24 * 3_600_000;

export function newSecret({ randomBytes }: Pick<CallbackDeps, 'randomBytes'>): string {
  return formatWebhookSecret(randomBytes(WEBHOOK_SECRET_BYTES));
}

/** Throws `signing_not_configured`. */
export function requireSecretBox({ secretBox }: Pick<CallbackDeps, 'secretBox'>): SecretBox {
  if (!secretBox) throw new Fault('signing_not_configured');
  return secretBox;
}

/** The secrets that sign now, newest first. `context`: what they were sealed for. */
export async function openSecrets(
  deps: SecretDeps,
  { secret, previousSecret, previousSecretUntil }: SealedSecrets,
  context: string,
): Promise<string[]> {
  const box = requireSecretBox(deps);
  const overlaps = previousSecret !== null && (previousSecretUntil ?? 0) > deps.clock.now();
  return Promise.all([secret, ...(overlaps ? [previousSecret] : [])].map((text) => box.open(text, context)));
}

/** The secrets before and after a rotation. */
export function rotated(before: SealedSecrets | null, secret: string, nowMs: number): SealedSecrets {
  if (!before) return { secret, previousSecret: null, previousSecretUntil: null };
  return { secret, previousSecret: before.secret, previousSecretUntil: nowMs + OVERLAP_MS };
}

export function callbackSecretContext({ accountId, livemode }: Owner): string {
  return `callbacks:${accountId}:${livemode}`;
}

/** The secrets for callbacks of single analyses; the first of an account is made when it is first needed. */
export async function callbackSigningSecrets(deps: SecretDeps, owner: Owner): Promise<string[]> {
  const secrets = deps.callbackSecrets(owner.accountId, owner.livemode);
  const context = callbackSecretContext(owner);
  const known = await secrets.find();
  if (known) return openSecrets(deps, known, context);
  const sealed = await requireSecretBox(deps).seal(newSecret(deps), context);
  return openSecrets(deps, await secrets.addFirst(sealed, deps.clock.now()), context);
}
