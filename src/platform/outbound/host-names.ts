/** Names that belong to a network of somebody's own. Sources: RFC 6761, RFC 6762, RFC 8375, ICANN SSAC 113. */
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

/** Public services whose names resolve to whatever address is written in them, or to loopback, or to two in turn. */
const POINTING_ANYWHERE = [
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

/** Why a name may not be fetched from, whatever it resolves to; `null` where nothing is known against it. */
export function nameProblem(host: string): 'single_label' | 'private_name' | 'pointing_anywhere' | null {
  const name = host.replace(/\.+$/, '').toLowerCase();
  if (PRIVATE_SUFFIXES.some((suffix) => isUnder(name, suffix))) return 'private_name';
  if (!name.includes('.')) return 'single_label';
  return POINTING_ANYWHERE.some((suffix) => isUnder(name, suffix)) ? 'pointing_anywhere' : null;
}

export function isLoopbackName(host: string): boolean {
  return isUnder(host.replace(/\.+$/, '').toLowerCase(), 'localhost');
}

function isUnder(name: string, suffix: string): boolean {
  return name === suffix || name.endsWith(`.${suffix}`);
}
