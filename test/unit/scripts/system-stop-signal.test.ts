import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const MODULE = fileURLToPath(new URL('../../../scripts/system/stop-signal.ts', import.meta.url));

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'stop-signal-'));
  await writeFile(
    path.join(folder, 'main.ts'),
    `import { writeFileSync } from 'node:fs';
     import { stopSignal } from ${JSON.stringify(MODULE)};
     const stopping = stopSignal();
     setTimeout(() => process.exit(9), 20_000);
     writeFileSync('state', 'up ');
     await stopping.received;
     writeFileSync('state', 'stopped ' + stopping.signal.aborted);
     process.exit(0);`,
  );
});
afterEach(() => rm(folder, { recursive: true }));

const state = () => readFile(path.join(folder, 'state'), 'utf8').catch(() => '');

async function untilUp(child: ChildProcess): Promise<ChildProcess> {
  await expect.poll(state, { timeout: 60_000 }).toBe('up ');
  return child;
}

describe('a request to stop', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('arrives by %s', async (signal) => {
    const child = await untilUp(spawn(process.execPath, ['main.ts'], { cwd: folder }));
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(await state()).toBe('stopped true');
  });

  it('arrives when the shell that npm put in between has gone', async () => {
    const env = { ...process.env, npm_lifecycle_event: 'start' };
    const shell = await untilUp(
      spawn('sh', ['-c', `"${process.execPath}" main.ts; :`], { cwd: folder, env }),
    );
    shell.kill('SIGKILL');
    await expect.poll(state, { timeout: 60_000 }).toBe('stopped true');
  });
});
