import type { ConfigurationRepository } from '../db/configuration.ts';
import { requireScope } from '../domain/api-key.ts';
import {
  type ConfigurationKind,
  type ConfigurationVersion,
  MOST_ENTRIES,
  MOST_VERSIONS,
} from '../domain/configuration.ts';
import { Fault } from '../domain/errors.ts';
import type { Context } from './deps.ts';

/** What an account has several of. */
export type ListedKind = Extract<ConfigurationKind, 'goal' | 'taxonomy'>;

/** Adds an entry of the caller's account and mode. Throws `configuration_limit`. */
export async function createEntry(
  context: Context,
  kind: ListedKind,
  content: unknown,
): Promise<ConfigurationVersion> {
  requireScope(context.principal, 'write');
  const book = repositoryOf(context);
  const number = await book.add(kind, content, context.deps.clock.now());
  if (number === null) throw new Fault('configuration_limit', undefined, { kind, max: MOST_ENTRIES[kind] });
  return found(await book.find(kind, number), number);
}

export async function listEntries(context: Context, kind: ListedKind): Promise<ConfigurationVersion[]> {
  requireScope(context.principal, 'read');
  return repositoryOf(context).list(kind);
}

/** The current version. Throws `configuration_not_found`. */
export async function readEntry(
  context: Context,
  kind: ListedKind,
  number: number,
): Promise<ConfigurationVersion> {
  requireScope(context.principal, 'read');
  return found(await repositoryOf(context).find(kind, number), number);
}

/** Makes a new version. Throws `configuration_not_found`, and `configuration_limit` where there are too many. */
export async function replaceEntry(
  context: Context,
  kind: ListedKind,
  number: number,
  content: unknown,
): Promise<ConfigurationVersion> {
  requireScope(context.principal, 'write');
  const book = repositoryOf(context);
  const before = found(await book.find(kind, number), number);
  requireRoom(kind, before);
  await book.replace(kind, number, content, context.deps.clock.now());
  return found(await book.find(kind, number), number);
}

/** Takes the entry out of use; its versions stay readable. Throws `configuration_not_found`. */
export async function deleteEntry(context: Context, kind: ListedKind, number: number): Promise<void> {
  requireScope(context.principal, 'write');
  const book = repositoryOf(context);
  found(await book.find(kind, number), number);
  await book.replace(kind, number, null, context.deps.clock.now());
}

function repositoryOf({ deps, principal }: Context): ConfigurationRepository {
  return deps.configuration(principal);
}

/** The last version is kept for a deletion. */
function requireRoom(kind: ConfigurationKind, { version, number }: ConfigurationVersion): void {
  if (version < MOST_VERSIONS - 1) return;
  throw new Fault('configuration_limit', `It has ${MOST_VERSIONS} versions.`, {
    kind,
    id: number,
    max: MOST_VERSIONS,
  });
}

function found(entry: ConfigurationVersion | null, number: number): ConfigurationVersion {
  if (entry === null) throw new Fault('configuration_not_found', undefined, { id: number });
  return entry;
}

/** What an account has one of. */
export type SingleKind = Extract<ConfigurationKind, 'rules' | 'prompts' | 'vocabulary'>;

const ONLY = 1;

/** The current version; `null` where the account has none of its own and that of everybody is used. */
export async function readSetting(context: Context, kind: SingleKind): Promise<ConfigurationVersion | null> {
  requireScope(context.principal, 'read');
  return repositoryOf(context).find(kind, ONLY);
}

/** Makes a new version. Throws `configuration_limit` where there are too many. */
export async function putSetting(
  context: Context,
  kind: SingleKind,
  content: unknown,
): Promise<ConfigurationVersion | null> {
  requireScope(context.principal, 'admin');
  const book = repositoryOf(context);
  const [last] = await book.versions(kind, ONLY, 1, null);
  if (last) requireRoom(kind, last);
  await book.put(kind, ONLY, content, context.deps.clock.now());
  return book.find(kind, ONLY);
}

/** Goes back to what everybody has; the versions stay readable. Doing so again changes nothing. */
export async function resetSetting(context: Context, kind: SingleKind): Promise<void> {
  requireScope(context.principal, 'admin');
  const book = repositoryOf(context);
  await book.replace(kind, ONLY, null, context.deps.clock.now());
}

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
  const found = await repositoryOf(context).versions(kind, number, limit + 1, cursor ?? null);
  const isListed = kind === 'goal' || kind === 'taxonomy';
  if (found.length === 0 && isListed && cursor === undefined) {
    throw new Fault('configuration_not_found', undefined, { id: number });
  }
  const versions = found.slice(0, limit);
  const last = versions.at(-1);
  return { versions, nextCursor: found.length > limit && last ? String(last.version) : null };
}
