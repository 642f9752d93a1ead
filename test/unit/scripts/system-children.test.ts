import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Children, type ChildSpec } from '../../../scripts/system/children.ts';
import { waitUntilHealthy } from '../../../scripts/system/health.ts';

let folder = '';
let children = new Children();
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'children-'));
  children = new Children();
});
afterEach(async () => {
  await children.stop();
  await rm(folder, { recursive: true });
});

function program(title: string, code: string, lines: string[] = []): ChildSpec {
  const onLine = (line: string) => lines.push(line);
  return { title, args: ['-e', code], cwd: folder, env: process.env, tidy: (line) => line, onLine };
}

const STUBBORN = "process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000);";
/** A program with a child of its own, whose id it writes to `file`. */
const parentOf = (file: string, grandchild: string) =>
  `const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}], { stdio: 'inherit' });
   require('node:fs').writeFileSync(${JSON.stringify(file)}, String(child.pid)); setInterval(() => {}, 1000);`;

const processId = async (file: string) => Number(await readFile(file, 'utf8').catch(() => ''));

/** Whether a process runs; one that has ended but was not collected by its parent does not. */
async function isAlive(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (stat !== null) return !stat.includes(') Z ');
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('child processes', () => {
  it('run to their end and are heard line by line', async () => {
    const lines: string[] = [];
    await children.run(program('It', "console.log('out'); console.error('err')", lines));
    expect(lines.toSorted()).toEqual(['err', 'out']);
  });

  it('that exit with an error are named, with their last lines', async () => {
    const run = children.run(program('The step', "console.error('no disk'); process.exit(3)"));
    await expect(run).rejects.toThrow('The step failed (exit code 3). Its last lines:\n  no disk');
  });

  it('that should stay up are reported when they end', async () => {
    children.start(program('The server', "console.log('cannot bind')"));
    await expect(children.exited).rejects.toThrow(
      /^The server ended unexpectedly \(exit code 0\)[^]*cannot bind$/,
    );
  });

  it('end together with their own children, also those that ignore SIGTERM', async () => {
    const lines: string[] = [];
    const file = path.join(folder, 'pid');
    children.start(program('Parent', parentOf(file, STUBBORN), lines));
    await expect.poll(() => lines, { timeout: 60_000 }).toContain('up');
    const pid = await processId(file);
    expect(await isAlive(pid)).toBe(true);
    await children.stop(200);
    expect(await isAlive(pid)).toBe(false);
  });

  it('are not started any more once the system stops', async () => {
    await children.stop();
    await expect(children.run(program('Late', ''))).rejects.toThrow('stopping');
  });

  it('end when their parent is killed outright', async () => {
    const file = path.join(folder, 'pid');
    const module = fileURLToPath(new URL('../../../scripts/system/children.ts', import.meta.url));
    const main = path.join(folder, 'main.ts');
    const code = JSON.stringify(parentOf(file, 'setInterval(() => {}, 1000)'));
    await writeFile(
      main,
      `import { Children } from ${JSON.stringify(module)};
       const spec = { title: 'Child', args: ['-e', ${code}], cwd: '.', env: process.env, tidy: (l) => l, onLine() {} };
       new Children().start(spec);
       setInterval(() => {}, 1000);`,
    );
    const parent = spawn(process.execPath, [main], { stdio: 'ignore' });
    await expect.poll(() => processId(file), { timeout: 60_000 }).toBeGreaterThan(0);
    const pid = await processId(file);
    expect(await isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    await expect.poll(() => isAlive(pid), { timeout: 60_000 }).toBe(false);
  });
});

describe('waiting for a server', () => {
  it('lasts until it answers 200', async () => {
    let asked = 0;
    const server = createServer((_, response) => {
      asked += 1;
      response.writeHead(asked < 3 ? 503 : 200).end();
    });
    server.listen(0);
    await once(server, 'listening');
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    await waitUntilHealthy(`http://localhost:${port}/health`, AbortSignal.timeout(5000));
    expect(asked).toBe(3);
    server.close();
  });

  it('gives up after the time it was given, and at once when told to', async () => {
    const nowhere = 'http://127.0.0.1:1/health';
    const { signal } = new AbortController();
    await expect(waitUntilHealthy(nowhere, signal, 250)).rejects.toThrow('did not answer within 0.25 s');
    await expect(waitUntilHealthy(nowhere, AbortSignal.abort(new Error('told to')))).rejects.toThrow(
      'told to',
    );
  });
});
