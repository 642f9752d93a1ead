import {
  type ConfigurationKind,
  type ConfigurationVersion,
  MOST_ENTRIES,
  MOST_VERSIONS,
} from '../../domain/configuration.ts';
import { Fault } from '../../domain/fault.ts';
import { requireScope } from '../../domain/principal.ts';
import type { ConfigurationBook } from '../../db/configuration-book.ts';
import type { Context } from '../deps.ts';

/** What an account has several of. */
export type ListedKind = Extract<ConfigurationKind, 'goal' | 'taxonomy'>;

/** Adds an entry of the caller's account and mode. Throws `configuration_limit`. */
export async function createEntry(
  context: Context,
  kind: ListedKind,
  content: unknown,
): Promise<ConfigurationVersion> {
  requireScope(context.principal, 'write');
  const book = bookOf(context);
  const number = await book.add(kind, content, context.deps.clock.now());
  if (number === null) throw new Fault('configuration_limit', undefined, { kind, max: MOST_ENTRIES[kind] });
  return found(await book.find(kind, number), number);
}

export async function listEntries(context: Context, kind: ListedKind): Promise<ConfigurationVersion[]> {
  requireScope(context.principal, 'read');
  return bookOf(context).list(kind);
}

/** The current version. Throws `configuration_not_found`. */
export async function readEntry(
  context: Context,
  kind: ListedKind,
  number: number,
): Promise<ConfigurationVersion> {
  requireScope(context.principal, 'read');
  return found(await bookOf(context).find(kind, number), number);
}

/** Makes a new version. Throws `configuration_not_found`, and `configuration_limit` where there are too many. */
export async function replaceEntry(
  context: Context,
  kind: ListedKind,
  number: number,
  content: unknown,
): Promise<ConfigurationVersion> {
  requireScope(context.principal, 'write');
  const book = bookOf(context);
  const before = found(await book.find(kind, number), number);
  requireRoom(kind, before);
  await book.replace(kind, number, content, context.deps.clock.now());
  return found(await book.find(kind, number), number);
}

/** Takes the entry out of use; its versions stay readable. Throws `configuration_not_found`. */
export async function deleteEntry(context: Context, kind: ListedKind, number: number): Promise<void> {
  requireScope(context.principal, 'write');
  const book = bookOf(context);
  found(await book.find(kind, number), number);
  await book.replace(kind, number, null, context.deps.clock.now());
}

export function bookOf({ deps, principal }: Context): ConfigurationBook {
  return deps.configuration(principal.accountId, principal.livemode);
}

/** The last version is kept for a deletion. */
export function requireRoom(kind: ConfigurationKind, { version, number }: ConfigurationVersion): void {
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
