import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor } from '../../../src/domain/page-cursor.ts';

describe('a cursor', () => {
  it('leads back to its position and needs no escaping in a URL', () => {
    const ids = fc.stringMatching(/^[a-zA-Z0-9_-]{1,60}$/);
    fc.assert(
      fc.property(fc.nat(), ids, (createdAt, id) => {
        const cursor = encodeCursor({ createdAt, id });
        expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(decodeCursor(cursor)).toEqual({ createdAt, id });
      }),
    );
  });

  it.each(['', 'hello', '%%%', btoa('[1]'), btoa('["x","y"]'), btoa('[1,"y",2]'), btoa('{"createdAt":1}')])(
    'that nobody was given is refused: %j',
    (cursor) => {
      expect(() => decodeCursor(cursor)).toThrow(
        expect.objectContaining({ code: 'invalid_request', details: { field: 'cursor' } }),
      );
    },
  );
});
