import { parseArgs } from 'node:util';
import { Scope } from '../../src/domain/api-key.ts';
import { StartError } from '../system/start-error.ts';

export interface KeyArguments {
  /** Name of the account, new or not. */
  readonly account: string;
  readonly scopes: readonly Scope[];
  readonly live: boolean;
  readonly remote: boolean;
  /** Wrangler configuration of a deployment; `undefined`: wrangler.toml. */
  readonly config: string | undefined;
}

const USAGE =
  'Usage: npm run key:create -- --account NAME [--scopes read,write,admin] [--live] [--remote --config FILE]';
const NAME_MAX_LENGTH = 100;

/** Reads the command line after the program's name. Throws `StartError` with the usage for anything else. */
export function parseKeyArguments(args: readonly string[]): KeyArguments {
  const { account, scopes, live, remote, config } = parse(args);
  const name = account?.trim() ?? '';
  if (name === '') throw wrong('--account needs a name.');
  if (name.length > NAME_MAX_LENGTH || /\p{Cc}/u.test(name))
    throw wrong(`The account's name may have ${NAME_MAX_LENGTH} characters and no line breaks.`);
  if (remote !== (config !== undefined))
    throw wrong('--remote and --config belong together: --config deployments/NAME/wrangler.json');
  return { account: name, scopes: toScopes(scopes), live, remote, config };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        account: { type: 'string' },
        scopes: { type: 'string', default: Scope.options.join(',') },
        live: { type: 'boolean', default: false },
        remote: { type: 'boolean', default: false },
        config: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
}

function toScopes(list: string): Scope[] {
  const names = list.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !Scope.safeParse(name).success);
  if (unknown !== undefined)
    throw wrong(`There is no scope "${unknown}"; there are ${Scope.options.join(', ')}.`);
  return Scope.options.filter((scope) => names.includes(scope));
}

function wrong(reason: string): StartError {
  return new StartError(`${reason}\n${USAGE}`);
}
