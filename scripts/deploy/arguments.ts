import path from 'node:path';
import { parseArgs } from 'node:util';
import { DeployError } from './deploy-error.ts';
import { Jurisdiction } from './settings.ts';

export interface DeployArguments {
  /** Name of the Worker, and what the names of all that belongs to it begin with. */
  readonly name: string;
  /** Where its settings and its generated configuration are. */
  readonly folder: string;
  /** `undefined`: as it was deployed, or anywhere. */
  readonly jurisdiction: Jurisdiction | undefined;
  /** Host name of a zone of the account; `undefined`: as it was deployed, or under workers.dev. */
  readonly domain: string | undefined;
  readonly dryRun: boolean;
}

const USAGE =
  'Usage: npm run deploy -- [--name NAME] [--jurisdiction eu|fedramp] [--domain HOST] [--folder DIR] [--dry-run]';
/** Leaves room for the longest ending of a resource's name; a Worker's name is part of a host name. */
const NAME = /^[a-z][a-z0-9-]{0,38}[a-z0-9]$/;
const HOST = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,63}$/;

/** Reads the command line after the program's name. Throws `DeployError` with the usage for anything else. */
export function parseDeployArguments(args: readonly string[], root: string): DeployArguments {
  const { name, jurisdiction, domain, folder, 'dry-run': dryRun } = parse(args);
  if (!NAME.test(name))
    throw wrong(`--name takes 2 to 40 lower-case letters, digits and hyphens, not "${name}".`);
  const within = Jurisdiction.optional().safeParse(jurisdiction);
  if (!within.success) throw wrong(`--jurisdiction is eu or fedramp, not "${jurisdiction}".`);
  if (domain !== undefined && !HOST.test(domain))
    throw wrong(`--domain takes a host name such as calls.example.com, not "${domain}".`);
  return {
    name,
    folder: folder === undefined ? path.join(root, 'deployments', name) : path.resolve(folder),
    jurisdiction: within.data,
    domain,
    dryRun,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        name: { type: 'string', default: 'debrief' },
        jurisdiction: { type: 'string' },
        domain: { type: 'string' },
        folder: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
}

function wrong(reason: string): DeployError {
  return new DeployError(`${reason}\n${USAGE}`);
}
