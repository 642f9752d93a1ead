import { describe, expect, it } from 'vitest';
import { RedactionKind } from '../../../src/domain/submission.ts';
import { redactTranscript } from '../../../src/pii/redact.ts';
import { dialogue } from '../analysis/call.ts';

/** What becomes of the lines of a call, everything taken out. */
function redacted(
  lines: readonly string[],
  kinds: readonly RedactionKind[] = RedactionKind.options,
): string[] {
  return redactTranscript(dialogue(...lines), { kinds }).utterances.map(({ text }) => text);
}

describe('a card', () => {
  it.each([
    ['customer: my amex is 3782 822463 10005 exp 12/26', 'my amex is [CARD] exp [CARD]'],
    ['customer: It ends in 4417, the Visa card.', 'It ends in [CARD], the Visa card.'],
    ['customer: four one one one one one one one one one one one one one one one', '[CARD]'],
  ])('%s', (line, after) => expect(redacted([line])).toEqual([after]));

  it('said in pieces, with the listener between, is gone with its security code', () => {
    const lines = [
      'agent: can i have the card number',
      'customer: sure its forty five thirty two',
      'agent: yep',
      'customer: seventy six oh one',
      'agent: mhm',
      'customer: nineteen',
      'customer: eighty four',
      'agent: okay',
      'customer: double two triple nine',
      'agent: and the cvv',
      'customer: one two three',
    ];
    const customer = redacted(lines, ['card']).filter((_text, at) => lines[at]?.startsWith('customer'));
    expect(customer).toEqual(['sure its [CARD]', '[CARD]', '[CARD]', '[CARD]', '[CARD]', '[CARD]']);
  });
});

describe('a phone number', () => {
  it.each([
    [
      'customer: call me at plus one six one seven five five five oh one two three after five',
      'call me at [PHONE] after five',
    ],
    ['customer: my number is eight hundred five five five twelve twelve', 'my number is [PHONE]'],
    ['customer: call 617.555.0199 please', 'call [PHONE] please'],
    ['customer: six one seven, no sorry, six one eight, five five five, oh one nine nine', '[PHONE]'],
  ])('%s', (line, after) => expect(redacted(['agent: what is your phone number', line])[1]).toBe(after));
});

describe('an e-mail address', () => {
  it.each([
    ['customer: my email is j dot smith at acme dot io', 'my email is [EMAIL]'],
    ['customer: email me at john at smith hyphen partners dot com', 'email me at [EMAIL]'],
    ['customer: m as in mary a as in apple r as in robert k at yahoo dot com', '[EMAIL]'],
    ['customer: John dot Smith@gmail.com', '[EMAIL]'],
    ['customer: you can find us at acme dot com', 'you can find us at acme dot com'],
  ])('%s', (line, after) => expect(redacted([line])).toEqual([after]));
});

describe('a name', () => {
  it.each([
    [['agent: This is Will. Will you hold?'], ['This is [NAME]. Will you hold?']],
    [
      ['customer: my name is mark and i want to mark this as done'],
      ['my name is [NAME] and i want to mark this as done'],
    ],
    [
      ['customer: hello this is aoife murphy calling', 'agent: hi aoife'],
      ['hello this is [NAME] calling', 'hi [NAME]'],
    ],
    [
      ['agent: Mrs. van der Berg?', 'customer: Yes, Anneke van der Berg.'],
      ['[NAME]?', 'Yes, [NAME].'],
    ],
    [
      ['customer: I spoke with a guy named Tremaine. Tremaine said so.'],
      ['I spoke with a guy named [NAME]. [NAME] said so.'],
    ],
    [
      ['agent: may i have your name', 'customer: sure it is laticia obi'],
      ['may i have your name', 'sure it is [NAME]'],
    ],
    // A word that no dictionary and no list of places and firms knows.
    [['customer: Is Padraigin about?'], ['Is [NAME] about?']],
    [['customer: Is the Zanussi about ready?'], ['Is the Zanussi about ready?']],
    [['customer: I bought it in Leeds from Vodafone'], ['I bought it in Leeds from Vodafone']],
    // An answer is what was asked for, however ordinary the word.
    [
      ['agent: And your surname?', 'customer: Potter. Two t.'],
      ['And your surname?', '[NAME]. Two t.'],
    ],
    [['customer: tango hotel uniform romeo lima oscar whiskey'], ['[NAME]']],
    [['customer: the tenant is mr. j. p. van der merwe'], ['the tenant is [NAME]']],
  ])('%s', (lines, after) => expect(redacted(lines)).toEqual(after));

  it('that is a speaker label is replaced there and wherever it is said; the role given by it stays', () => {
    const call = dialogue('Bob Miller: The box is for Miller.', 'agent: Thanks.');
    const { utterances } = redactTranscript(call, { kinds: ['name'], roles: { 'Bob Miller': 'customer' } });
    expect(utterances.map(({ speaker, role, text }) => [speaker, role, text])).toEqual([
      ['speaker_1', 'customer', 'The box is for [NAME].'],
      ['agent', 'agent', 'Thanks.'],
    ]);
  });
});

describe('what was asked for', () => {
  it.each([
    ['What is your memorable word?', "it's tangerine", "it's [NUMBER]"],
    [
      'Letters two and five of your password?',
      'second is R, and fifth is capital M',
      'second is [NUMBER], and fifth is [NUMBER]',
    ],
    ['Did you set a password?', 'yes, last week', 'yes, last week'],
    ['And your e-mail?', 't, the number 4, n y a, at proton dot me', '[EMAIL]'],
    ['Your membership number?', '8-0-0-dash-4-4-1-7-3-dash-0-2', '[NUMBER]'],
    ['How many do you need?', 'twenty four', 'twenty four'],
    ['Where did you hear about us?', 'on Facebook', 'on Facebook'],
  ])('%s %s', (question, answer, after) =>
    expect(redacted([`agent: ${question}`, `customer: ${answer}`])[1]).toBe(after),
  );
});

describe('quantities, times and dates', () => {
  it.each([
    "it's four ninety nine a month for the first six months",
    'platform nine, the ten oh four to Crewe',
    'the code on the screen is E forty two',
    'one two, one two, can you hear me',
    'we start at nine fifteen sharp',
  ])('stay: %s', (line) => expect(redacted([`customer: ${line}`])).toEqual([line]));
});

describe('an address', () => {
  it.each([
    ['customer: I live at 42 Elm Street Apartment 3B Springfield Illinois 62704', 'I live at [ADDRESS]'],
    ['customer: ship it to one twenty three main street please', 'ship it to [ADDRESS] please'],
    ['customer: the house is at 7 The Crescent, London SW1A 1AA', 'the house is at [ADDRESS]'],
    ['customer: it is a twenty minute drive', 'it is a twenty minute drive'],
  ])('%s', (line, after) => expect(redacted([line])).toEqual([after]));
});

describe('what else identifies', () => {
  it.each([
    ['customer: my social is 078-05-1120', 'my social is [NATIONAL_ID]'],
    [
      'customer: my national insurance number is QQ 12 34 56 C',
      'my national insurance number is [NATIONAL_ID]',
    ],
    ['customer: passport number is X1234567', 'passport number is [NATIONAL_ID]'],
    ['customer: order number AB-44719 please', 'order number [NUMBER] please'],
    ['customer: my password is hunter2', 'my password is [NUMBER]'],
    ['customer: i was born on march third nineteen eighty five', 'i was born on [NUMBER]'],
    ['customer: the confirmation code was zulu kilo four four nine', 'the confirmation code was [NUMBER]'],
  ])('%s', (line, after) => expect(redacted([line])).toEqual([after]));
});
