import { describe, expect, it } from 'vitest';
import { Options, Submission, toSubmission, UploadRequest } from '../../../src/domain/submission.ts';

describe('an accepted submission', () => {
  it('stays readable where the limits of requests have become stricter since', () => {
    const options = { language: 'en', playbook_content: 'x'.repeat(1_000_000) };
    expect(Options.safeParse(options).success).toBe(false);
    const stored = toSubmission({ options }, { kind: 'transcript' });
    expect(Submission.parse(JSON.parse(JSON.stringify(stored)))).toEqual(stored);
  });
});

describe('when a call took place', () => {
  it.each([
    ['2026-10-02T10:00:00+02:00', '2026-10-02T10:00:00+02:00'],
    ['2026-10-02', '2026-10-02T00:00:00Z'],
    ['20261002T100000Z', '2026-10-02T10:00:00Z'],
    ['2026-10-02 10:00', '2026-10-02T10:00:00Z'],
    ['2026-10-02T10:00:00,5+0200', '2026-10-02T10:00:00.5+02:00'],
    ['Fri, 02 Oct 2026 10:00:00 -0500', '2026-10-02T10:00:00-05:00'],
    ['2 Oct 2026 10:00 GMT', '2026-10-02T10:00:00Z'],
  ])('may be written as %s', (written, read) => {
    expect(UploadRequest.parse({ recorded_at: written }).recorded_at).toBe(read);
  });

  it.each([
    'yesterday',
    '2026-13-02',
    '2026-02-30T10:00:00Z',
    '02/10/2026',
    '2026-W40-5',
    'Fri, 32 Oct 2026 10:00:00 GMT',
  ])('is refused as %s, which is none or could be two days', (written) => {
    expect(UploadRequest.safeParse({ recorded_at: written }).error?.issues[0]?.path).toEqual(['recorded_at']);
  });
});

describe('the language a caller gives', () => {
  it.each([
    ['German', 'de'],
    ['haitian creole', 'ht'],
    ['EN_us', 'en-US'],
    ['cmn-Hans', 'zh-Hans'],
    ['auto', 'auto'],
  ])('may be %s', (given, tag) => {
    expect(Options.parse({ language: given }).language).toBe(tag);
  });

  it('is refused where nobody knows it', () => {
    expect(Options.safeParse({ language: 'Klingonese?' }).success).toBe(false);
  });
});
