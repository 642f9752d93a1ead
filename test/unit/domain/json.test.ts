import { describe, expect, it } from 'vitest';
import { MAX_JSON_DEPTH, MAX_JSON_VALUES, parseJson, requireModest } from '../../../src/domain/json.ts';

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('JSON of a caller', () => {
  it('is parsed up to the depth, which braces and brackets of strings do not count to', () => {
    expect(parseJson(nested(MAX_JSON_DEPTH))).toBeInstanceOf(Array);
    const text = { a: String.raw`\"[[[[` + '['.repeat(100), b: '\\', c: '{' };
    expect(parseJson(JSON.stringify(text))).toEqual(text);
    expect(parseJson(`[${'[],'.repeat(100)}[]]`)).toHaveLength(101);
  });

  it.each([
    ['nested too deep', nested(MAX_JSON_DEPTH + 1), 'invalid_request'],
    ['nested too deep, and broken', '{"a":'.repeat(100_000), 'invalid_request'],
    ['nested too deep after a string that ends in a backslash', `["\\\\",${nested(40)}]`, 'invalid_request'],
    ['with too many values', `[${'0,'.repeat(MAX_JSON_VALUES)}0]`, 'payload_too_large'],
    ['with a string that does not end', '["', 'malformed_json'],
    ['that is broken', '{"a"', 'malformed_json'],
  ])('is refused: %s', (_name, text, code) => {
    expect(() => parseJson(text)).toThrow(expect.objectContaining({ code }));
  });

  it('is said to be in the field that it is in', () => {
    expect(() => requireModest(nested(40), 'metadata')).toThrow(
      expect.objectContaining({ details: { field: 'metadata', max_depth: MAX_JSON_DEPTH } }),
    );
  });
});
