import { describe, expect, it } from 'vitest';
import { formatDisposition, parseDisposition } from '../../../src/adapters/content-disposition.ts';

describe('the header of a part of a form', () => {
  it.each([
    ['form-data; name="file"; filename="Звонок; 1.wav"', 'file', 'Звонок; 1.wav'],
    ['form-data;name=file;filename=通話.wav', 'file', '通話.wav'],
    ['form-data; name="file"; filename=""', 'file', null],
    ['form-data; name="поле"', 'поле', null],
    ['form-data', null, null],
    ['', null, null],
    ['form-data; name="file', null, null],
    [`form-data; name="file"; filename*=UTF-8''%zz; filename="a.wav"`, 'file', 'a.wav'],
  ])('is read in any script: %s', (header, name, fileName) => {
    expect(parseDisposition(header)).toEqual({ name, fileName });
  });

  it.each([['"'], [';x="'], ['; a = "\\'], ['%22']])('is read in one pass: %s', (piece) => {
    const startedAt = performance.now();
    parseDisposition(`form-data; name=${piece.repeat(16 * 1024)}`);
    expect(performance.now() - startedAt).toBeLessThan(200);
  });
});

describe('the header of an answer with a file', () => {
  it('has nothing of the name but letters and digits that could not end it', () => {
    const name = `"\r\nset-cookie: a=1; ('*') Звонок \uD800.wav`;
    const header = formatDisposition('inline', 'recording.wav', name);
    expect(header).toMatch(/^inline; filename="recording\.wav"; filename\*=UTF-8''[\w.~%-]+$/);
    expect(new Headers({ 'content-disposition': header }).get('content-disposition')).toBe(header);
    expect(parseDisposition(header).fileName).toBe(name.toWellFormed());
  });
});
