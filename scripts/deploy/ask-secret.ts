import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { AskSecret } from './secrets.ts';

/** Asks at the terminal without showing what is typed; `null` where nobody is there to answer. */
export function secretAsker(input: NodeJS.ReadStream, output: NodeJS.WriteStream): AskSecret {
  if (!input.isTTY || !output.isTTY) return null;
  return async (question) => {
    output.write(`${question}: `);
    const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
    const lines = createInterface({ input, output: silent, terminal: true });
    try {
      return (await lines.question('')).trim();
    } finally {
      lines.close();
      output.write('\n');
    }
  };
}
