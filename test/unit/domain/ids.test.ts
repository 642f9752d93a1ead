import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prefixedToUuid, uuidToPrefixed } from '../../../src/domain/ids.ts';

describe('a prefixed id', () => {
  it('stands for the same UUID both ways, in either case', () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        const id = uuidToPrefixed('ana_', uuid);
        expect(id).toMatch(/^ana_[0-9A-HJKMNP-TV-Z]{26}$/);
        expect(prefixedToUuid('ana_', id)).toBe(uuid);
        expect(prefixedToUuid('ana_', `ana_${id.slice(4).toLowerCase()}`)).toBe(uuid);
      }),
    );
  });

  it('sorts as the UUIDs do', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), (a, b) => {
        expect(uuidToPrefixed('', a) < uuidToPrefixed('', b)).toBe(a < b);
      }),
    );
  });

  it.each([
    '',
    'ana_',
    'ana_01HDEF456789012',
    `ana_${'Z'.repeat(26)}`,
    `ana_${'U'.repeat(26)}`,
    `anl_${'0'.repeat(26)}`,
  ])('is none: %s', (id) => expect(prefixedToUuid('ana_', id)).toBeNull());
});
