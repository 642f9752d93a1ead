import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const START = fileURLToPath(new URL('../../../scripts/start.ts', import.meta.url));
const STATE_DIR = path.join(tmpdir(), `start-test-${process.pid}`);

async function start(env: Record<string, string>) {
  const child = spawn(process.execPath, [START], { env: { ...process.env, STATE_DIR, ...env } });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, stdout, stderr };
}

describe('npm start refuses, before it starts or writes anything,', () => {
  it('a port that is taken', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const { code, stdout, stderr } = await start({ PORT: `${port}` });
    server.close();
    expect(stderr).toMatch(new RegExp(`^Port ${port} is already in use\\. .*PORT=\\d+ npm start\n$`));
    expect({ code, stdout, state: existsSync(STATE_DIR) }).toEqual({ code: 1, stdout: '', state: false });
  });

  it('a port that is none', async () => {
    const { code, stderr } = await start({ PORT: 'http' });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'PORT is "http"; it must be a number from 1 to 65535.\n',
    });
  });

  it('a DEV_API_KEY of another form, without repeating it', async () => {
    const { code, stderr } = await start({ PORT: '58787', DEV_API_KEY: 'hunter2' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^DEV_API_KEY must be sk_test_ or sk_live_/);
    expect(stderr).not.toContain('hunter2');
    expect(existsSync(STATE_DIR)).toBe(false);
  });
});
