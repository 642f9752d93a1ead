import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { StartError } from './start-error.ts';

const LOOPBACKS = ['127.0.0.1', '::1'] as const;
type Loopback = (typeof LOOPBACKS)[number];
/** Systems give outgoing connections ports from 32,768 on, or from 49,152. */
const BELOW_OUTGOING = { first: 20_000, last: 32_000 };
const MOST_TRIES = 100;

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

/** The addresses that `localhost` may mean on this machine. */
export async function loopbackHosts(): Promise<Loopback[]> {
  const problems = await Promise.all(LOOPBACKS.map((host) => tryToListen(0, host)));
  return LOOPBACKS.filter((_, index) => problems[index] === null);
}

/** A port that was free a moment ago, and that no outgoing connection takes meanwhile. */
export async function findFreePort(): Promise<number> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const port = randomInt(BELOW_OUTGOING.first, BELOW_OUTGOING.last);
    if ((await tryToListen(port, '127.0.0.1')) === null) return port;
  }
  throw new StartError('This machine has no free port.');
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
