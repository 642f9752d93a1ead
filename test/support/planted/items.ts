import type { RedactionKind } from '../../../src/domain/submission.ts';
import type { Random } from './random.ts';
import { groups, oneByOne, spoken } from './spoken-digits.ts';

/** Something that must not be left: what is spoken around it, and the texts of which none may be found afterwards. */
export interface PlantedItem {
  readonly kind: RedactionKind;
  /** Who says what, in order. */
  readonly lines: readonly (readonly ['agent' | 'customer', string])[];
  /** Lower case words parted by single spaces. */
  readonly secrets: readonly string[];
}

type Line = readonly ['agent' | 'customer', string];

const ASSENTS = ['okay', 'mm-hmm', 'go ahead', 'got it', 'yes', 'uh huh', 'right'];

/** Digits as they come out of a telephone: written, spoken at once, hesitantly, or piece by piece. */
function dictate(
  random: Random,
  digits: string,
  sizes: readonly number[],
  lead: string,
): { lines: Line[]; secrets: string[] } {
  const parts = groups(digits, sizes);
  const way = random.below(8);
  if (way === 0)
    return { lines: [['customer', `${lead} ${parts.join(' ')}.`]], secrets: [digits, parts.join(' ')] };
  if (way === 1)
    return { lines: [['customer', `${lead} ${parts.join('-')}.`]], secrets: [digits, parts.join(' ')] };
  if (way === 2) return { lines: [['customer', `Sure, ${lead} ${digits}.`]], secrets: [digits] };
  const spokenParts = parts.map((part) => spoken(random, part));
  if (way <= 4)
    return {
      lines: [['customer', `${lead} ${spokenParts.join(', ')}.`]],
      secrets: [digits, spokenParts.join(' ')],
    };
  if (way === 5) {
    const halting = spokenParts.join(random.pick([' uh ', ' um, ', ' and then ', ' dash ']));
    return {
      lines: [['customer', `Um, ${lead} ${halting}.`]],
      secrets: spokenParts.filter((part) => part.includes(' ')),
    };
  }
  const lines = spokenParts.flatMap((part, at): Line[] => [
    ['customer', at === 0 ? `${lead} ${part}` : part],
    ...(at < spokenParts.length - 1 ? ([['agent', `${random.pick(ASSENTS)}.`]] as const) : []),
  ]);
  const echo: Line = ['agent', `So that is ${oneByOne(digits)}, correct?`];
  const secrets = [...spokenParts.filter((part) => part.split(' ').length > 2), digits, oneByOne(digits)];
  return { lines: way === 7 ? [...lines, echo] : lines, secrets };
}

export function luhnCard(random: Random): string {
  const start = random.pick(['4', '51', '55', '6011']) + random.digits(15);
  const body = start.slice(0, 15);
  const sum = Array.from(body).reduce((total, digit, at) => {
    const doubled = Number(digit) * (at % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return body + ((10 - (sum % 10)) % 10);
}

export function card(random: Random): PlantedItem {
  const ask = random.pick([
    'Could you read me the long number on the front of the card?',
    'And the card number please?',
    'What card would you like to use for the payment?',
    'Go ahead with the number whenever you are ready.',
  ]);
  const lead = random.pick(['it is', 'my card number is', 'that would be', 'the visa is', 'okay so']);
  const { lines, secrets } = dictate(random, luhnCard(random), [4, 4, 4, 4], lead);
  if (random.below(3) > 0) return { kind: 'card', lines: [['agent', ask], ...lines], secrets };
  const code = random.digits(3);
  const extra: Line[] = [
    [
      'agent',
      random.pick(['And the three digits on the back?', 'And the CVV?', 'What is the security code?']),
    ],
    ['customer', `${oneByOne(code)}.`],
  ];
  return { kind: 'card', lines: [['agent', ask], ...lines, ...extra], secrets: [...secrets, oneByOne(code)] };
}

export function phone(random: Random): PlantedItem {
  const digits = `${2 + random.below(8)}${random.digits(2)}${2 + random.below(8)}${random.digits(6)}`;
  const ask = random.pick([
    'What is the best number to reach you?',
    'Can I get your phone number?',
    'Which number should we call back?',
    'And a mobile for the courier?',
  ]);
  const lead = random.pick([
    'it is',
    'you can reach me at',
    'my cell is',
    'sure,',
    'call me on',
    'area code',
  ]);
  const { lines, secrets } = dictate(random, digits, [3, 3, 4], lead);
  return { kind: 'phone', lines: [['agent', ask], ...lines], secrets };
}

export function nationalId(random: Random): PlantedItem {
  const digits = `${1 + random.below(8)}${random.digits(8)}`;
  const ask = random.pick([
    'I need your social security number to continue.',
    'What is your social?',
    'Please give me the SSN on file.',
    'Can you confirm your tax ID?',
  ]);
  const lead = random.pick(['it is', 'yes,', "that's", 'my social is', 'okay,']);
  const { lines, secrets } = dictate(random, digits, [3, 2, 4], lead);
  return { kind: 'national_id', lines: [['agent', ask], ...lines], secrets };
}

export function identifier(random: Random): PlantedItem {
  const thing = random.pick([
    'account',
    'order',
    'policy',
    'member',
    'reference',
    'confirmation',
    'invoice',
    'tracking',
  ]);
  const sizes = random.pick([
    [4, 4],
    [3, 3],
    [4, 2],
    [3, 4, 1],
    [2, 4],
  ]);
  const digits = `${1 + random.below(9)}${random.digits(sizes.reduce((sum, size) => sum + size, 0) - 1)}`;
  const lead = random.pick(['it is', `my ${thing} number is`, 'yes that is', 'let me see,']);
  const ask = random.pick([`What is the ${thing} number?`, `Do you have your ${thing} number there?`]);
  const { lines, secrets } = dictate(random, digits, sizes, lead);
  return { kind: 'number', lines: [['agent', ask], ...lines], secrets };
}
