import { Fault } from '../../domain/fault.ts';
import { requireScope } from '../../domain/principal.ts';
import { callbackSecretContext, newSecret, requireSecretBox, rotated } from '../callbacks/signing-secrets.ts';
import type { Context } from '../deps.ts';

export interface RotatedSecret {
  /** Shown this once. */
  readonly secret: string;
  /** Until when the one before signs too, milliseconds since 1970; `null` where there was none. */
  readonly previousSecretUntil: number | null;
}

/** Gives an endpoint another secret; the one before signs too for a day. Throws `webhook_not_found`. */
export async function rotateWebhookSecret({ deps, principal }: Context, id: string): Promise<RotatedSecret> {
  requireScope(principal, 'write');
  const book = deps.webhookBook(principal.accountId, principal.livemode);
  const found = await book.find(id);
  if (!found) throw new Fault('webhook_not_found', undefined, { id });
  const secret = newSecret(deps);
  const sealed = await requireSecretBox(deps).seal(secret, id);
  const secrets = rotated(found.secrets, sealed, deps.clock.now());
  await book.replaceSecrets(id, secrets, deps.clock.now());
  return { secret, previousSecretUntil: secrets.previousSecretUntil };
}

/** The same for the secret that signs the callbacks of single analyses; the first time it only makes one. */
export async function rotateCallbackSecret({ deps, principal }: Context): Promise<RotatedSecret> {
  requireScope(principal, 'write');
  const stored = deps.callbackSecrets(principal.accountId, principal.livemode);
  const secret = newSecret(deps);
  const sealed = await requireSecretBox(deps).seal(secret, callbackSecretContext(principal));
  const secrets = rotated(await stored.find(), sealed, deps.clock.now());
  await stored.replace(secrets, deps.clock.now());
  return { secret, previousSecretUntil: secrets.previousSecretUntil };
}
