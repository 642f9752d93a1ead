import type { ConfigurationKind, ConfigurationVersion } from '../../domain/configuration.ts';
import { requireScope } from '../../domain/principal.ts';
import type { Context } from '../deps.ts';
import { bookOf, requireRoom } from './entries.ts';

/** What an account has one of. */
export type SingleKind = Extract<ConfigurationKind, 'rules' | 'prompts' | 'vocabulary'>;

const ONLY = 1;

/** The current version; `null` where the account has none of its own and that of everybody is used. */
export async function readSetting(context: Context, kind: SingleKind): Promise<ConfigurationVersion | null> {
  requireScope(context.principal, 'read');
  return bookOf(context).find(kind, ONLY);
}

/** Makes a new version. Throws `configuration_limit` where there are too many. */
export async function putSetting(
  context: Context,
  kind: SingleKind,
  content: unknown,
): Promise<ConfigurationVersion | null> {
  requireScope(context.principal, 'admin');
  const book = bookOf(context);
  const [last] = await book.versions(kind, ONLY, 1, null);
  if (last) requireRoom(kind, last);
  await book.put(kind, ONLY, content, context.deps.clock.now());
  return book.find(kind, ONLY);
}

/** Goes back to what everybody has; the versions stay readable. Doing so again changes nothing. */
export async function resetSetting(context: Context, kind: SingleKind): Promise<void> {
  requireScope(context.principal, 'admin');
  const book = bookOf(context);
  await book.replace(kind, ONLY, null, context.deps.clock.now());
}
