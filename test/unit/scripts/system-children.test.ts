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
const never = () => new Promise<void>(() => {});
const writesItsId = (file: string) =>
  `require('node:fs').writeFileSync(${JSON.stringify(file)}, String(process.pid)); setInterval(() => {}, 1000);`;
const isWritten = (file: string) => () =>
  expect.poll(() => readFile(file, 'utf8').catch(() => ''), { timeout: 60_000 }).not.toBe('');
/** A program with a child of its own, whose id it writes to `file`. */
const parentOf = (file: string, grandchild: string) =>
  `const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}], { stdio: 'inherit' });
   require('node:fs').writeFileSync(${JSON.stringify(file)}, String(child.pid)); setInterval(() => {}, 1000);`;

const processId = async (file: string) => Number(await readFile(file, 'utf8').catch(() => ''));

/** Of a program that ends as soon as it runs. */
const atOnce = (): Promise<void> => Promise.resolve();

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
  it('that end before they are up are named, with their last lines', async () => {
    const kept = children.keep(program('The server', "console.error('no disk'); process.exit(3)"), never);
    await expect(kept).rejects.toThrow(
      'The server ended unexpectedly (exit code 3). Its last lines:\n  no disk',
    );
  });

  it('that end once they were up are started again, and told of', async () => {
    const lines: string[] = [];
    const file = path.join(folder, 'pid');
    await children.keep(program('The server', writesItsId(file), lines), isWritten(file));
    const first = await processId(file);
    process.kill(first, 'SIGKILL');
    await expect.poll(() => processId(file), { timeout: 60_000 }).not.toBe(first);
    expect(await isAlive(await processId(file))).toBe(true);
    expect(lines).toEqual(['The server ended unexpectedly (SIGKILL); it is started again']);
  });

  it('end the system, named, with their last lines, at their fourth death within a minute', async () => {
    const lines: string[] = [];
    const file = path.join(folder, 'count');
    const code = `require('node:fs').appendFileSync(${JSON.stringify(file)}, 'x'); console.log('cannot bind')`;
    await children.keep(program('The server', code, lines), atOnce);
    await expect(children.exited).rejects.toThrow(
      'The server ended 4 times within a minute (exit code 0). Its last lines:\n  cannot bind',
    );
    expect(await readFile(file, 'utf8')).toBe('xxxx');
  });

  it('go on where deaths are further apart', async () => {
    let nowMs = 0;
    children = new Children(() => (nowMs += 21_000));
    const file = path.join(folder, 'count');
    const code = `require('node:fs').appendFileSync(${JSON.stringify(file)}, 'x')`;
    await children.keep(program('The server', code), atOnce);
    await expect
      .poll(async () => (await readFile(file, 'utf8').catch(() => '')).length, { timeout: 60_000 })
      .toBeGreaterThan(6);
  });

  it('end together with their own children, also those that ignore SIGTERM', async () => {
    const lines: string[] = [];
    const file = path.join(folder, 'pid');
    const isUp = () => expect.poll(() => lines, { timeout: 60_000 }).toContain('up');
    await children.keep(program('Parent', parentOf(file, STUBBORN), lines), isUp);
    const pid = await processId(file);
    expect(await isAlive(pid)).toBe(true);
    await children.stop(200);
    expect(await isAlive(pid)).toBe(false);
  });

  it('are not started any more once the system stops', async () => {
    await children.stop();
    await expect(children.keep(program('Late', ''), never)).rejects.toThrow('stopping');
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
       new Children().keep(spec, () => new Promise(() => {}));
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
