import { z } from 'zod';

/** HS256 wants a secret of at least the length of its hash. Source: RFC 7518, section 3.2. */
const JWT_SECRET_MIN_LENGTH = 32;

const Variables = z.object({
  MAX_UPLOAD_BYTES: z.coerce.number().int().positive(),
  AI_BASE_URL: z.union([z.literal(''), z.url()]),
  RATE_LIMIT_PER_MINUTE: z.coerce.number().int().positive(),
  SUBMISSION_LIMIT_PER_MINUTE: z.coerce.number().int().positive(),
  JWT_SECRET: z.union([z.literal(''), z.string().min(JWT_SECRET_MIN_LENGTH)]).default(''),
  JWT_JWKS_URL: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]),
  JWT_ISSUER: z.string(),
  JWT_AUDIENCE: z.string(),
});

/** Whose JSON Web Tokens are accepted; at least one of `secret` and `jwksUrl` is there. */
export interface TokenConfig {
  readonly secret: string | null;
  readonly jwksUrl: string | null;
  readonly issuer: string;
  readonly audience: string;
}

export interface Config {
  readonly maxUploadBytes: number;
  /** Where the Workers AI REST interface is; `null`: the binding is used. */
  readonly aiBaseUrl: string | null;
  readonly limitsPerMinute: { readonly requests: number; readonly submissions: number };
  /** `null`: tokens are not accepted. */
  readonly tokens: TokenConfig | null;
}

/** Throws where a variable of wrangler.toml is missing or malformed. */
export function readConfig(env: Env): Config {
  const variables = Variables.parse(env);
  return {
    maxUploadBytes: variables.MAX_UPLOAD_BYTES,
    aiBaseUrl: variables.AI_BASE_URL || null,
    limitsPerMinute: {
      requests: variables.RATE_LIMIT_PER_MINUTE,
      submissions: variables.SUBMISSION_LIMIT_PER_MINUTE,
    },
    tokens: toTokenConfig(variables),
  };
}

function toTokenConfig(variables: z.infer<typeof Variables>): TokenConfig | null {
  const secret = variables.JWT_SECRET || null;
  const jwksUrl = variables.JWT_JWKS_URL || null;
  const { JWT_ISSUER: issuer, JWT_AUDIENCE: audience } = variables;
  if (secret === null && jwksUrl === null) return null;
  if (!issuer || !audience) throw new Error('Tokens need JWT_ISSUER and JWT_AUDIENCE.');
  return { secret, jwksUrl, issuer, audience };
}
