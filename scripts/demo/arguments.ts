import { parseArgs } from 'node:util';
import { DemoError } from './demo-error.ts';

export type Recording =
  | { readonly kind: 'sample' }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'url'; readonly url: string };

export interface DemoArguments {
  readonly recording: Recording;
  /** Print the canonical report as JSON rather than for a person. */
  readonly json: boolean;
}

const USAGE = 'Usage: npm run demo -- [recording file or URL] [--json]';

/** Reads the command line after the program's name. Throws `DemoError` with the usage for anything else. */
export function parseDemoArguments(args: readonly string[]): DemoArguments {
  const { values, positionals } = parse(args);
  const [input, ...surplus] = positionals;
  if (surplus.length > 0) throw new DemoError(`One recording at a time.\n${USAGE}`);
  return { recording: toRecording(input), json: values.json };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    });
  } catch (error) {
    throw new DemoError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

function toRecording(input: string | undefined): Recording {
  if (input === undefined) return { kind: 'sample' };
  return /^https?:\/\//i.test(input) ? { kind: 'url', url: input } : { kind: 'file', path: input };
}
