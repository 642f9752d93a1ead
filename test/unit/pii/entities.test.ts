import { describe, expect, it } from 'vitest';
import { dialogue, report } from '../analysis/call.ts';

describe('entities', () => {
  const entities = (...lines: string[]) =>
    report(dialogue(...lines)).entities.entities.map(({ kind, value }) => `${kind} ${value}`);

  it.each([
    ['your balance is one hundred and forty seven dollars', 'money 147 USD'],
    ['it costs $1,250.50 in total', 'money 1250.5 USD'],
    ['my name is mary smith', 'person Mary Smith'],
    ['it is casey dot morgan at brightleaf dot com', 'email casey.morgan@brightleaf.com'],
    ['write to Casey.Morgan@Brightleaf.com please', 'email casey.morgan@brightleaf.com'],
    ['my social security number is 123-45-6789', 'national_id 123456789'],
    ['the code on the back is three two one', 'security_code 321'],
    ['i was born on March 3rd 1985', 'date_of_birth 1985-03-03'],
    ['my social is one two three, dash, four five, dash, six seven eight nine', 'national_id 123456789'],
    ['it is under j underscore oh two at fastmail dot com', 'email j_02@fastmail.com'],
    ['the password is purple tractor', 'password purple tractor'],
    ['let us meet next tuesday', 'date 2026-03-31'],
  ])('%s', (text, entity) => {
    expect(entities(`customer: ${text}`)).toContain(entity);
  });

  it('a number dictated over several utterances is one entity with a span for each', () => {
    const call = dialogue(
      'agent: what is your phone number',
      'customer: seven one five',
      'agent: okay',
      'customer: one three nine',
      'customer: oh seven double eight',
    );
    const phone = report(call).entities.entities.find(({ kind }) => kind === 'phone');
    expect(phone?.value).toBe('7151390788');
    expect(phone?.spans.map(({ utterance }) => utterance)).toEqual([1, 3, 4]);
    expect(phone?.evidence.map(({ quote }) => quote)).toEqual([
      'seven one five',
      'one three nine',
      'oh seven double eight',
    ]);
  });

  it.each([
    'two days a week',
    'it takes about two weeks',
    'nine thirty',
    'look at acme dot com',
    'that is one way',
  ])('neither a date nor an address is read into: %s', (text) => {
    expect(entities(`customer: ${text}`).filter((entity) => !entity.startsWith('number'))).toEqual([]);
  });
});
