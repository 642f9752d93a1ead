import ipaddr from 'ipaddr.js';

/** Not in a range of special purpose, but served to the machine itself by a hosting provider. */
const HOST_SERVICES: ReadonlySet<string> = new Set(['168.63.129.16']);

/** All of IPv6 that is routed on the public internet. Source: IANA, IPv6 Global Unicast Address Assignments. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/** Whether a host is written as an address rather than as a name: `192.0.2.1`, `2001:db8::1`. */
export function isAddress(host: string): boolean {
  return ipaddr.isValid(host);
}

/**
 * What kind of address it is: `public`, or the name of the range that keeps it from being fetched.
 * An IPv4 address inside an IPv6 one (mapped, compatible, translated, tunnelled) is never public. Throws where it is no address.
 */
export function addressKind(address: string): string {
  const parsed = ipaddr.parse(address);
  const range = parsed.range();
  if (range !== 'unicast') return range;
  if (parsed instanceof ipaddr.IPv6) return parsed.match(GLOBAL_UNICAST) ? 'public' : 'notGlobal';
  return HOST_SERVICES.has(parsed.toString()) ? 'hostService' : 'public';
}
