import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');
const execute = promisify(execFile);
const npm = (...args: string[]) => execute('npm', ['run', '--silent', ...args], { cwd: ROOT });

it('the Worker builds with the configuration that a deployment writes', async () => {
  const folder = path.join(tmpdir(), `never-deployed-${process.pid}`);
  const { stdout } = await npm('deploy', '--', '--dry-run', '--jurisdiction', 'eu', '--folder', folder);
  expect(stdout).toContain('R2 bucket debrief-store within "eu"');
  expect(stdout).toContain('The Worker builds. Nothing was changed.');
});

it('the Worker is no larger than its limit', async () => {
  const { stdout } = await npm('bundle:size');
  expect(stdout).toMatch(/gzip +\d+ KiB +of at most/);
});
