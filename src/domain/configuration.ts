/** What an account can configure: several goals and taxonomies, counted from 1, and of the others one each. */
export type ConfigurationKind = 'goal' | 'taxonomy' | 'rules' | 'prompts' | 'vocabulary';

/** How many an account has at once, in each mode. */
export const MOST_ENTRIES: Readonly<Record<ConfigurationKind, number>> = {
  goal: 100,
  taxonomy: 4,
  rules: 1,
  prompts: 1,
  vocabulary: 1,
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
