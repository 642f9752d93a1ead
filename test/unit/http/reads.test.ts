import { describe, expect, it } from 'vitest';
import { isCurrent } from '../../../src/http/responses.ts';
import { parseRange } from '../../../src/http/v1-analyses/audio.ts';

describe('a Range header', () => {
  it.each([
    ['bytes=0-0', { start: 0, end: 1 }],
    ['bytes=10-19', { start: 10, end: 20 }],
    ['Bytes=90-', { start: 90, end: 100 }],
    ['bytes=90-5000', { start: 90, end: 100 }],
    ['bytes=-1', { start: 99, end: 100 }],
    ['bytes=-5000', { start: 0, end: 100 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=5000-6000', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    [undefined, null],
    ['bytes=0-1,5-6', null],
    ['bytes=9-3', null],
    ['bytes=-', null],
    ['bytes=1x-2', null],
    ['items=0-1', null],
    ['bytes=0-99999999999999999999', null],
  ])('%s of 100 bytes is read as RFC 9110 says', (header, range) => {
    expect(parseRange(header, 100)).toEqual(range);
  });

  it('cannot be satisfied by a recording without bytes', () => {
    expect(parseRange('bytes=0-', 0)).toBe('unsatisfiable');
    expect(parseRange('bytes=-5', 0)).toBe('unsatisfiable');
  });
});

describe('If-None-Match', () => {
  it.each([
    ['"a"', true],
    ['W/"a"', true],
    ['"b", "a"', true],
    ['*', true],
    ['"b"', false],
    ['a', false],
    [undefined, false],
  ])('%s against "a"', (header, current) => {
    expect(isCurrent(header, '"a"')).toBe(current);
  });
});
