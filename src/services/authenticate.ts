import { Fault } from '../domain/fault.ts';
import { type Principal, toPrincipal } from '../domain/principal.ts';
import { sha256Hex } from '../platform/sha-256.ts';
import type { Deps } from './deps.ts';

/** Finds out on whose behalf a request acts. Throws `authentication_required` and the faults of `toPrincipal`. */
export async function authenticate(deps: Deps, key: string | null): Promise<Principal> {
  if (key === null) throw new Fault('authentication_required');
  return toPrincipal(await deps.findApiKey(await sha256Hex(key)), deps.clock.now());
}
