import { addressKind, isAddress } from './address.ts';
import { isLoopbackName, nameProblem } from './host-names.ts';

export interface UrlPolicy {
  /** Local mode: this machine may be fetched from, and nothing but this machine without encryption. */
  readonly allowLoopback: boolean;
}

export interface AllowedUrl {
  readonly url: URL;
  /** Whether its host is a name that is still to be resolved. */
  readonly isName: boolean;
}

export type UrlDecision =
  | ({ readonly allowed: true } & AllowedUrl)
  | { readonly allowed: false; /** For the log, never for the caller. */ readonly reason: string };

const HTTPS_PORT = '443';
const FIRST_UNPRIVILEGED_PORT = 1024;

/**
 * Whether a URL may be fetched, as far as its text tells. The URL standard has already made one notation of all of an
 * address's (decimal, octal, hexadecimal, full-width digits) when the host is looked at.
 */
export function decideUrl(text: string, { allowLoopback }: UrlPolicy): UrlDecision {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null) return refuse('not_a_url');
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return refuse(`scheme:${url.protocol.slice(0, -1)}`);
  if (url.username !== '' || url.password !== '') return refuse('credentials');
  const host = hostOf(url);
  const isName = !isAddress(host);
  if (isLoopback(url))
    return allowLoopback ? { allowed: true, url, isName: false } : refuse('address:loopback');
  if (url.protocol === 'http:') return refuse('not_encrypted');
  if (!isOpenPort(url.port)) return refuse(`port:${url.port}`);
  const problem = isName ? nameProblem(host) : addressProblem(host);
  return problem === null ? { allowed: true, url, isName } : refuse(problem);
}

/** Why an address that a name resolved to may not be fetched from; `null` where it may. */
export function addressProblem(address: string): string | null {
  const kind = isAddress(address) ? addressKind(address) : 'unknown';
  return kind === 'public' ? null : `address:${kind}`;
}

/** Whether the text of a URL names this machine. */
export function isLoopback(url: URL): boolean {
  const host = hostOf(url);
  return isAddress(host) ? addressKind(host) === 'loopback' : isLoopbackName(host);
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

/** The ports below 1024 belong to other protocols, which an HTTP request could be made to speak. */
function isOpenPort(port: string): boolean {
  return port === '' || port === HTTPS_PORT || Number(port) >= FIRST_UNPRIVILEGED_PORT;
}

function refuse(reason: string): UrlDecision {
  return { allowed: false, reason };
}
