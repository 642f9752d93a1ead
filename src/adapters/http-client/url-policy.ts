import ipaddr from 'ipaddr.js';

export interface UrlPolicy {
  /** Local mode: URLs of this machine are allowed, also without encryption. */
  readonly allowLoopback: boolean;
}

export interface AllowedUrl {
  readonly url: URL;
  /** Whether its host is a name, whose addresses are still to be checked. */
  readonly isName: boolean;
}

type UrlDecision =
  | ({ readonly allowed: true } & AllowedUrl)
  | { readonly allowed: false; /** For the log, never for the caller. */ readonly reason: string };

const HTTPS_PORT = '443';
const FIRST_UNPRIVILEGED_PORT = 1024;

/**
 * Whether a URL may be fetched, as far as its text tells. `URL` has already normalised every notation of an address (decimal,
 * octal, hexadecimal, full-width digits).
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

/** Ports below 1024 belong to other protocols, whose servers an HTTP request could be made to command. */
function isOpenPort(port: string): boolean {
  return port === '' || port === HTTPS_PORT || Number(port) >= FIRST_UNPRIVILEGED_PORT;
}

function refuse(reason: string): UrlDecision {
  return { allowed: false, reason };
}

/** Addresses outside all special ranges at which a hosting provider serves its own machines. */
const HOST_SERVICES: ReadonlySet<string> = new Set(['168.63.129.16']);

/** The part of IPv6 that is routed on the public internet. Source: IANA, IPv6 Global Unicast Address Assignments. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/** Whether a host is written as an address rather than as a name: `192.0.2.1`, `2001:db8::1`. */
function isAddress(host: string): boolean {
  return ipaddr.isValid(host);
}

/**
 * What kind of address it is: `public`, or the name of the range that keeps it from being fetched.
 * An IPv4 address inside an IPv6 one (mapped, compatible, translated, tunnelled) is never public. Throws where it is no address.
 */
function addressKind(address: string): string {
  const parsed = ipaddr.parse(address);
  const range = parsed.range();
  if (range !== 'unicast') return range;
  if (parsed instanceof ipaddr.IPv6) return parsed.match(GLOBAL_UNICAST) ? 'public' : 'notGlobal';
  return HOST_SERVICES.has(parsed.toString()) ? 'hostService' : 'public';
}

/** Suffixes of names in private networks. Sources: RFC 6761, RFC 6762, RFC 8375, ICANN SSAC 113. */
const PRIVATE_SUFFIXES = [
  'localhost',
  'localdomain',
  'local',
  'internal',
  'intranet',
  'private',
  'corp',
  'home',
  'lan',
  'home.arpa',
  'in-addr.arpa',
  'ip6.arpa',
  'onion',
];

/** Public services whose names resolve to the address written in the name, to loopback, or to two addresses in turn. */
const REBINDING_SUFFIXES = [
  'nip.io',
  'sslip.io',
  'xip.io',
  'backname.io',
  'localtest.me',
  'lvh.me',
  'vcap.me',
  'lacolhost.com',
  'traefik.me',
  'localho.st',
  'local.gd',
  'fuf.me',
  '127-0-0-1.org.uk',
  'localhost.direct',
  'rbndr.us',
  '1u.ms',
  'rebind.it',
  'rebind.network',
  'dnsrebind.it',
];

/** Why a name is refused whatever it resolves to; `null` where it is not. */
function nameProblem(host: string): 'single_label' | 'private_name' | 'pointing_anywhere' | null {
  const name = host.replace(/\.+$/, '').toLowerCase();
  if (PRIVATE_SUFFIXES.some((suffix) => isUnder(name, suffix))) return 'private_name';
  if (!name.includes('.')) return 'single_label';
  return REBINDING_SUFFIXES.some((suffix) => isUnder(name, suffix)) ? 'pointing_anywhere' : null;
}

function isLoopbackName(host: string): boolean {
  return isUnder(host.replace(/\.+$/, '').toLowerCase(), 'localhost');
}

function isUnder(name: string, suffix: string): boolean {
  return name === suffix || name.endsWith(`.${suffix}`);
}

/** Whoever has an IPv6 address has all of its /64: they count as one. Other texts are as they are. */
export function networkOf(address: string): string {
  if (!ipaddr.IPv6.isValid(address)) return address;
  return ipaddr.IPv6.networkAddressFromCIDR(`${address}/64`).toString();
}
