import { describe, expect, it } from 'vitest';
import { RedactionKind } from '../../../src/domain/submission.ts';
import { findPersonalData } from '../../../src/pii/redact.ts';
import { seededRandom } from '../../support/planted/random.ts';
import { dialogue } from '../analysis/call.ts';

const SEED = 20_261_130;
/** Of each kind; `PII_STRINGS=10000` for the long form. */
const STRINGS_PER_KIND = Number(process.env['PII_STRINGS'] ?? 300);
/** Lines of one call: they are independent, each with its question before it. */
const PER_CALL = 50;

const KINDS = [
  { kind: 'card', ask: 'can i have the long card number', lead: ['it is', 'yeah', ''], digits: [16, 16] },
  { kind: 'security code', ask: 'and the three digits on the back', lead: ['it is', ''], digits: [3, 3] },
  { kind: 'expiry', ask: 'what is the expiry date', lead: ['it is', ''], digits: [4, 4] },
  {
    kind: 'phone',
    ask: 'what is the best number to reach you',
    lead: ['my mobile is', 'sure', ''],
    digits: [10, 11],
  },
  {
    kind: 'social security number',
    ask: 'can i have your social security number',
    lead: ['it is', ''],
    digits: [9, 9],
  },
  { kind: 'account', ask: 'and the account number', lead: ['account is', ''], digits: [6, 12] },
  { kind: 'sort code', ask: 'and the sort code', lead: ['that is', ''], digits: [6, 6] },
  { kind: 'policy', ask: 'do you have the policy number', lead: ['policy number is', ''], digits: [6, 10] },
  { kind: 'date of birth', ask: 'what is your date of birth', lead: ['it is', ''], digits: [6, 8] },
  { kind: 'pin', ask: 'what is your pin', lead: ['it is', ''], digits: [4, 6] },
] as const;

const WORDS = ['oh', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const TEENS = [
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
];
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

type Random = ReturnType<typeof seededRandom>;

/** Digits as people say them: one by one, doubled, in pairs, with pauses; zero is always "oh". */
function say(random: Random, digits: string): string {
  const words: string[] = [];
  const pairs = random.below(3) === 0;
  for (let at = 0; at < digits.length;) {
    const [first = 0, second, third] = Array.from(digits.slice(at, at + 3), Number);
    const way = random.below(6);
    if (first === second && second === third && way < 2) words.push('triple', WORDS[first] ?? '');
    else if (first === second && way < 4) words.push('double', WORDS[first] ?? '');
    else if (pairs && first === 1 && second !== undefined) words.push(TEENS[second] ?? '');
    else if (pairs && first > 1 && second !== undefined && second > 0)
      words.push(TENS[first] ?? '', WORDS[second] ?? '');
    else words.push(WORDS[first] ?? '');
    const pushed =
      first === second && second === third && way < 2
        ? 3
        : (first === second && way < 4) ||
            (pairs && first > 0 && second !== undefined && (first === 1 || second > 0))
          ? 2
          : 1;
    at += pushed;
    if (at < digits.length && random.below(8) === 0)
      words.push(random.pick(['uh', 'dash', 'um', 'then', 'and']));
  }
  return words.join(random.below(5) === 0 ? ', ' : ' ');
}

describe(`${STRINGS_PER_KIND} random strings spoken with "oh"`, () => {
  it.each(KINDS)(
    'of the kind $kind leave no digit',
    ({ ask, lead, digits: [fewest, most] }) => {
      const random = seededRandom(SEED);
      const left: string[] = [];
      for (let made = 0; made < STRINGS_PER_KIND; made += PER_CALL) {
        const spoken = Array.from({ length: PER_CALL }, () => {
          const digits = random.digits(fewest + random.below(most - fewest + 1));
          return `${random.pick(lead)} ${say(random, digits)}`.trim();
        });
        const call = dialogue(
          ...spoken.flatMap((text) => [
            `agent: thank you very much for that now ${ask}`,
            `customer: ${text}`,
          ]),
        );
        const hidden = Map.groupBy(
          findPersonalData(call, RedactionKind.options),
          ({ utterance }) => utterance,
        );
        for (const [at, { text, speaker }] of call.utterances.entries()) {
          const rest = (hidden.get(at) ?? []).reduceRight(
            (kept, { start, end }) => kept.slice(0, start) + kept.slice(end),
            text,
          );
          if (
            speaker === 'customer' &&
            rest
              .split(/[ ,]+/)
              .some((word) =>
                [...WORDS, ...TEENS, ...TENS.filter((tens) => tens !== ''), 'double', 'triple'].includes(
                  word,
                ),
              )
          )
            left.push(`${text} -> ${rest}`);
        }
      }
      expect(left).toEqual([]);
    },
    120_000,
  );
});
