import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { findFreePort, parsePort, requireFreePort } from '../../../scripts/system/ports.ts';
import { StartError } from '../../../scripts/system/start-error.ts';

async function occupied<T>(host: string, work: (port: number) => Promise<T>): Promise<T> {
  const port = await findFreePort();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  try {
    return await work(port);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

describe('ports', () => {
  it.each(['0', '65536', '-1', '80a', '', '8787.5', '1e3'])('refuses PORT=%j with a reason', (text) => {
    expect(() => parsePort(text)).toThrow(StartError);
  });

  it('takes every port from 1 to 65535', () => {
    expect([parsePort('1'), parsePort('8787'), parsePort('65535')]).toEqual([1, 8787, 65_535]);
  });

  it.each(['127.0.0.1', '0.0.0.0'])(
    'says which port is taken on %s and how to choose another',
    async (host) => {
      await occupied(host, async (port) => {
        await expect(requireFreePort(port)).rejects.toThrow(
          new RegExp(`^Port ${port} is already in use\\. .*PORT=\\d+ npm start$`),
        );
      });
    },
  );

  it('finds a port that is free', async () => {
    await expect(requireFreePort(await findFreePort())).resolves.toBeUndefined();
  });
});
