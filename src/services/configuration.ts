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

/** What an account has several of, numbered from 1. */
export type ListedKind = Extract<ConfigurationKind, 'goal' | 'taxonomy'>;
/** What an account has one of. */
export type SingleKind = Extract<ConfigurationKind, 'rules' | 'prompts' | 'vocabulary'>;

interface Entry {
  readonly kind: ListedKind;
  readonly number: number;
}

/** The number of what an account has one of. */
const ONLY = 1;

/** Adds an entry of the caller's account and mode. Throws `configuration_limit`. */
export async function createEntry(
  context: Context,
  { kind, content }: { kind: ListedKind; content: unknown },
): Promise<ConfigurationVersion> {
  requireScope(context.principal, 'write');
  const repository = repositoryOf(context);
  const number = await repository.add(kind, content, context.deps.clock.now());
  if (number === null) throw new Fault('configuration_limit', undefined, { kind, max: MOST_ENTRIES[kind] });
  return currentVersion(repository, { kind, number });
}

export async function listEntries(context: Context, kind: ListedKind): Promise<ConfigurationVersion[]> {
  requireScope(context.principal, 'read');
  return repositoryOf(context).list(kind);
}

/** The current version. Throws `configuration_not_found`. */
export async function readEntry(context: Context, entry: Entry): Promise<ConfigurationVersion> {
  requireScope(context.principal, 'read');
  return currentVersion(repositoryOf(context), entry);
}

/** Makes a new version. Throws `configuration_not_found`, and `configuration_limit` where there are too many. */
export async function replaceEntry(
  context: Context,
  { kind, number, content }: Entry & { content: unknown },
): Promise<ConfigurationVersion> {
  requireScope(context.principal, 'write');
  const repository = repositoryOf(context);
  requireRoom({ kind, number }, (await currentVersion(repository, { kind, number })).version);
  await repository.replace(kind, number, content, context.deps.clock.now());
  return currentVersion(repository, { kind, number });
}

/** Takes the entry out of use. Its versions stay readable. Throws `configuration_not_found`. */
export async function deleteEntry(context: Context, { kind, number }: Entry): Promise<void> {
  requireScope(context.principal, 'write');
  const repository = repositoryOf(context);
  await currentVersion(repository, { kind, number });
  await repository.replace(kind, number, null, context.deps.clock.now());
}

/** The current version; `null` where the account has none of its own and the default holds. */
export async function readSetting(context: Context, kind: SingleKind): Promise<ConfigurationVersion | null> {
  requireScope(context.principal, 'read');
  return repositoryOf(context).find(kind, ONLY);
}

/** Makes a new version. Throws `configuration_limit` where there are too many. */
export async function putSetting(
  context: Context,
  { kind, content }: { kind: SingleKind; content: unknown },
): Promise<ConfigurationVersion | null> {
  requireScope(context.principal, 'admin');
  const repository = repositoryOf(context);
  const [last] = await repository.versions(kind, ONLY, 1, null);
  if (last) requireRoom({ kind, number: ONLY }, last.version);
  await repository.put(kind, ONLY, content, context.deps.clock.now());
  return repository.find(kind, ONLY);
}

/** Goes back to the default. The versions stay readable. Doing so again changes nothing. */
export async function resetSetting(context: Context, kind: SingleKind): Promise<void> {
  requireScope(context.principal, 'admin');
  await repositoryOf(context).replace(kind, ONLY, null, context.deps.clock.now());
}

export interface VersionPage {
  readonly versions: readonly ConfigurationVersion[];
  /** Continues below the last version; `null` on the last page. */
  readonly nextCursor: string | null;
}

interface VersionsRequest {
  readonly kind: ConfigurationKind;
  /** By default that of what an account has one of. */
  readonly number?: number;
  readonly page: { readonly limit: number; readonly cursor?: number | undefined };
}

/**
 * The versions of an entry, newest first, also of a deleted one. Throws `configuration_not_found` for an entry that never
 * was. Of what an account has one of, the page is empty then.
 */
export async function listVersions(
  context: Context,
  { kind, number = ONLY, page: { limit, cursor } }: VersionsRequest,
): Promise<VersionPage> {
  requireScope(context.principal, 'read');
  const found = await repositoryOf(context).versions(kind, number, limit + 1, cursor ?? null);
  const isListed = kind === 'goal' || kind === 'taxonomy';
  if (found.length === 0 && isListed && cursor === undefined) {
    throw new Fault('configuration_not_found', undefined, { id: number });
  }
  const listed = found.slice(0, limit);
  const last = listed.at(-1);
  const versions = listed.flatMap(({ row }) => row ?? []);
  return { versions, nextCursor: found.length > limit && last ? String(last.version) : null };
}

function repositoryOf({ deps, principal }: Context): ConfigurationRepository {
  return deps.configuration(principal);
}

async function currentVersion(
  repository: ConfigurationRepository,
  { kind, number }: Entry,
): Promise<ConfigurationVersion> {
  const version = await repository.find(kind, number);
  if (version === null) throw new Fault('configuration_not_found', undefined, { id: number });
  return version;
}

/** The last version is kept free for a deletion. */
function requireRoom(
  { kind, number }: { readonly kind: ConfigurationKind; readonly number: number },
  version: number,
): void {
  if (version < MOST_VERSIONS - 1) return;
  throw new Fault('configuration_limit', `It has ${MOST_VERSIONS} versions.`, {
    kind,
    id: number,
    max: MOST_VERSIONS,
  });
}
