import type { ConfigurationKind, ConfigurationVersion } from '../../domain/configuration.ts';
import { Fault } from '../../domain/fault.ts';
import { requireScope } from '../../domain/principal.ts';
import type { Context } from '../deps.ts';
import { bookOf } from './entries.ts';

export interface VersionPage {
  readonly versions: readonly ConfigurationVersion[];
  /** Continues below the last version; `null` on the last page. */
  readonly nextCursor: string | null;
}

/**
 * The versions of an entry, newest first, also of one that was deleted. Throws `configuration_not_found` for an entry
 * that never was; of what an account has one of, the page is then empty.
 */
export async function listVersions(
  context: Context,
  { kind, number = 1 }: { kind: ConfigurationKind; number?: number },
  { limit, cursor }: { limit: number; cursor?: number | undefined },
): Promise<VersionPage> {
  requireScope(context.principal, 'read');
  const found = await bookOf(context).versions(kind, number, limit + 1, cursor ?? null);
  const isListed = kind === 'goal' || kind === 'taxonomy';
  if (found.length === 0 && isListed && cursor === undefined) {
    throw new Fault('configuration_not_found', undefined, { id: number });
  }
  const versions = found.slice(0, limit);
  const last = versions.at(-1);
  return { versions, nextCursor: found.length > limit && last ? String(last.version) : null };
}
