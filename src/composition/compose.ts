import { fingerprint } from '../adapters/crypto/request-fingerprint.ts';
import { readConfig } from '../config.ts';
import type { Deps } from '../services/deps.ts';
import { clock, surroundings } from './clock.ts';
import { composeModels } from './models.ts';
import { composeNet } from './net.ts';
import { composeDerivation, composeObjects, composeSigning } from './objects.ts';
import { composeBuckets, composeRepositories } from './stores.ts';

/** From bindings to everything that verbs and consumers act through. */
export function compose(env: Env): Deps {
  const config = readConfig(env);
  const { maxUploadBytes, maxRecordingBytes, limitsPerMinute } = config;
  return {
    ...surroundings,
    ...composeBuckets(env),
    ...composeRepositories(env),
    ...composeObjects(env),
    ...composeModels(env, config, clock),
    ...composeNet(config),
    ...composeSigning(config),
    ...composeDerivation(config),
    fingerprint,
    maxUploadBytes,
    maxRecordingBytes,
    limitsPerMinute,
    release: env.RELEASE.id,
  };
}
