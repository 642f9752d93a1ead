import { describe, expect, it } from 'vitest';
import { decideUrl } from '../../../../src/adapters/http-client/url-policy.ts';
import { ALLOWED, REFUSED } from './refused-urls.ts';

const deployed = { allowLoopback: false };
const local = { allowLoopback: true };

describe('a URL that somebody else chose', () => {
  it.each(REFUSED)('%s is refused: %s', (url, reason) => {
    expect(decideUrl(url, deployed)).toEqual({ allowed: false, reason });
  });

  it.each(ALLOWED)('%s is allowed', (url) => {
    expect(decideUrl(url, deployed)).toMatchObject({ allowed: true });
  });

  it('that has an address for a host needs no look-up, and one with a name does', () => {
    expect(decideUrl('https://8.8.8.8/', deployed)).toMatchObject({ isName: false });
    expect(decideUrl('https://files.example.com/', deployed)).toMatchObject({ isName: true });
  });
});

describe('in local mode', () => {
  it.each(['http://127.0.0.1:8080/', 'http://localhost/', 'https://[::1]/', 'http://127.9.9.9:1/'])(
    '%s is allowed: it is this machine',
    (url) => {
      expect(decideUrl(url, local)).toMatchObject({ allowed: true, isName: false });
    },
  );

  it('everything else is refused as ever', () => {
    const others = REFUSED.filter(([, reason]) => reason !== 'address:loopback');
    for (const [url, reason] of others) expect(decideUrl(url, local)).toEqual({ allowed: false, reason });
  });
});
