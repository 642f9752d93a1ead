import { z } from 'zod';

const Variables = z.object({
  MAX_UPLOAD_BYTES: z.coerce.number().int().positive(),
  AI_BASE_URL: z.union([z.literal(''), z.url()]),
});

export interface Config {
  readonly maxUploadBytes: number;
  /** Where the Workers AI REST interface is; `null`: the binding is used. */
  readonly aiBaseUrl: string | null;
}

/** Throws where a variable of wrangler.toml is missing or malformed. */
export function readConfig(env: Env): Config {
  const variables = Variables.parse(env);
  return { maxUploadBytes: variables.MAX_UPLOAD_BYTES, aiBaseUrl: variables.AI_BASE_URL || null };
}
