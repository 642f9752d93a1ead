import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** What a pretended Cloudflare account holds, kept in a file between the commands. */
export interface FakeAccount {
  /** `null`: nobody is logged in. */
  accounts: { id: string; name: string }[] | null;
  databases: { uuid: string; name: string; jurisdiction: string | null }[];
  buckets: { name: string; jurisdiction: string | null }[];
  queues: string[];
  /** By Worker. */
  secrets: Record<string, Record<string, string>>;
  /** The configuration of each deployment, in order. */
  deployed: Record<string, unknown>[];
  /** Every command line. */
  calls: string[][];
  /** Command lines that begin with this fail with this text, once. */
  failing: { command: string; text: string } | null;
}

export const EMPTY: FakeAccount = {
  accounts: [{ id: 'a1', name: 'Acme' }],
  databases: [],
  buckets: [],
  queues: [],
  secrets: {},
  deployed: [],
  calls: [],
  failing: null,
};

export function readAccount(file: string): FakeAccount {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : structuredClone(EMPTY);
}

export function writeAccount(file: string, account: FakeAccount): void {
  writeFileSync(file, JSON.stringify(account));
}
