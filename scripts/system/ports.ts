import { createServer } from 'node:net';
import { StartError } from './start-error.ts';

const LOOPBACKS = ['127.0.0.1', '::1'];

/** The port a person asked for. Throws `StartError` for anything but an integer from 1 to 65535. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
    throw new StartError(`PORT is "${text}"; it must be a number from 1 to 65535.`);
  }
  return port;
}

/** Throws `StartError` when this machine does not let us listen on `port`. */
export async function requireFreePort(port: number): Promise<void> {
  for (const host of LOOPBACKS) {
    const problem = await tryToListen(port, host);
    if (problem === null || problem === 'EADDRNOTAVAIL' || problem === 'EAFNOSUPPORT') continue;
    const why = problem === 'EADDRINUSE' ? 'is already in use' : `cannot be opened (${problem})`;
    throw new StartError(`Port ${port} ${why}. Choose another one: PORT=${suggestAnother(port)} npm start`);
  }
}

/** A port that was free a moment ago. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new StartError('This machine has no free port.'));
      });
    });
  });
}

function suggestAnother(port: number): number {
  return port < 1024 ? 8788 : (port % 65_535) + 1;
}

function tryToListen(port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer().once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? error.message);
    });
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
}
