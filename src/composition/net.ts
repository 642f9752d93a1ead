import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import { sleep } from '../adapters/clock.ts';
import { createTokenVerifier } from '../adapters/crypto/token-verifier.ts';
import { createDownload } from '../adapters/http-client/download.ts';
import { createResolver, createSafeFetch, type SafeFetch } from '../adapters/http-client/safe-fetch.ts';
import { consoleLog } from '../adapters/log.ts';
import type { Config, SafeFetchConfig, TokenConfig } from '../config.ts';
import type { Deps } from '../services/deps.ts';
import { clock } from './clock.ts';

/** Not `fetch` itself: a test that stands in for it must be seen. */
const fetcher: typeof fetch = (input, init) => fetch(input, init);

/** The keys of issuers, by address: an isolate fetches them once. */
const keySets = new Map<string, JWTVerifyGetKey>();

/** What fetches addresses that callers name, and whose tokens are accepted. */
export function composeNet(config: Config): Pick<Deps, 'safeFetch' | 'download' | 'tokens'> {
  const safeFetch = openSafeFetch(config);
  return {
    safeFetch,
    download: createDownload({ safeFetch, clock, sleep }),
    tokens: config.tokens && createTokenVerifier(trustOf(config.tokens), clock, consoleLog),
  };
}

/** Names are not resolved beforehand on a laptop, which may be offline. */
export function openSafeFetch({ localMode, dnsOverHttpsUrl }: SafeFetchConfig): SafeFetch {
  const resolve = localMode ? null : createResolver(fetcher, dnsOverHttpsUrl);
  return createSafeFetch({ fetcher, resolve, allowLoopback: localMode, log: consoleLog });
}

function trustOf({ secret, jwksUrl, issuer, audience }: TokenConfig) {
  return {
    issuer,
    audience,
    secret: secret === null ? null : new TextEncoder().encode(secret),
    keySet: jwksUrl === null ? null : keySetOf(jwksUrl),
  };
}

/** The set fetches its keys when they are first needed, and again when a token names one it does not have. */
function keySetOf(url: string): JWTVerifyGetKey {
  const known = keySets.get(url) ?? createRemoteJWKSet(new URL(url));
  keySets.set(url, known);
  return known;
}
