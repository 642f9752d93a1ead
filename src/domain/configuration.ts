/** What an account can configure. Of `rules` and `prompts` it has one each, of the others several, counted from 1. */
export type ConfigurationKind = 'goal' | 'taxonomy' | 'rules' | 'prompts';

/** How many an account has at once, in each mode. */
export const MOST_ENTRIES: Readonly<Record<ConfigurationKind, number>> = {
  goal: 100,
  taxonomy: 4,
  rules: 1,
  prompts: 1,
};
export const MOST_VERSIONS = 1_000;
/** Size of one entry as JSON: a row of the database has room for it. */
export const MAX_ENTRY_BYTES = 512 * 1024;

/** One version of an entry. Versions never change; an update makes a new one. */
export interface ConfigurationVersion {
  readonly kind: ConfigurationKind;
  /** Identifies the entry within account, mode and kind; never given twice. */
  readonly number: number;
  /** From 1. */
  readonly version: number;
  /** As the caller wrote it; `null`: with this version the entry was deleted. */
  readonly content: unknown;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly createdAt: number;
}
