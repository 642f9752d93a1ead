import type { PlantedItem } from './items.ts';
import type { Random } from './random.ts';
import { inPairs, oneByOne } from './spoken-digits.ts';

const FIRST_NAMES =
  `Oluwaseun Priyanka Bartholomew Xiomara Thaddeus Ngozi Katarzyna Mary Robert Siobhan Dmitri Ayesha Gunnar
  Ximena Leopold Tanisha Casey Marisol Hiroshi Beatriz Farouk Jennifer Anneliese Kwame Rosalind Evander`.split(
    /\s+/,
  );
const LAST_NAMES =
  `Adeyemi Raghunathan Featherstone Quintanilla Okonkwo Wojciechowski Vandermeer Thistlewood Nakagawa
  Eriksdottir Castellanos Pemberton Mbeki Haverford Szczepanski Lindqvist Abernathy Delacroix Fitzwilliam Yamaguchi
  Brannigan Petrosyan Goldschmidt Iyengar Kowalczyk`.split(/\s+/);
const DOMAINS = ['gmail', 'yahoo', 'outlook', 'hotmail', 'brightleaf', 'northgate', 'icloud'];
const STREETS =
  'Maplewood Juniper Thornbury Ashgrove Wexford Larkspur Bellhaven Copperfield Hollyoak Pinecrest'.split(' ');
const WAYS = ['Street', 'Avenue', 'Road', 'Lane', 'Drive', 'Court', 'Boulevard', 'Way'];
const CITIES = [
  'Springfield, Illinois',
  'Portland, Oregon',
  'Dayton, Ohio',
  'Boise, Idaho',
  'Tucson, Arizona',
];

const letters = (word: string): string => Array.from(word.toLowerCase()).join(' ');

export function name(random: Random): PlantedItem {
  const [first, last] = [random.pick(FIRST_NAMES), random.pick(LAST_NAMES)];
  const full = `${first} ${last}`;
  const secrets = [first.toLowerCase(), last.toLowerCase()];
  const ask = [
    'agent',
    random.pick(['Who am I speaking with?', 'May I have your full name please?', 'And your name is?']),
  ] as const;
  const thanks = [
    'agent',
    random.pick([`Thank you, ${first}.`, `Great, ${first}, one moment.`, `Mr. ${last}, let me check.`]),
  ] as const;
  const later = [
    'customer',
    random.pick([
      `It should be under ${last}.`,
      `The account says ${full}, I think.`,
      `Just put ${first} on it.`,
    ]),
  ] as const;
  switch (random.below(5)) {
    case 0:
      return { kind: 'name', lines: [ask, ['customer', `${full}.`], thanks, later], secrets };
    case 1:
      return {
        kind: 'name',
        lines: [['customer', `Hi, my name is ${full} and I have a question.`], thanks, later],
        secrets,
      };
    case 2:
      return {
        kind: 'name',
        lines: [ask, ['customer', `My name is ${full}, that is ${letters(last)}.`], thanks],
        secrets: [...secrets, letters(last)],
      };
    case 3:
      return {
        kind: 'name',
        lines: [
          ask,
          ['customer', `Yeah, it's ${full}.`],
          ['agent', 'Could you spell the last name?'],
          ['customer', `${letters(last)}.`],
          later,
        ],
        secrets: [...secrets, letters(last)],
      };
    default:
      return {
        kind: 'name',
        lines: [['customer', `My name is ${first}, last name ${last}.`], thanks, later],
        secrets,
      };
  }
}

export function email(random: Random): PlantedItem {
  const [first, last, domain] = [
    random.pick(FIRST_NAMES).toLowerCase(),
    random.pick(LAST_NAMES).toLowerCase(),
    random.pick(DOMAINS),
  ];
  const ask = [
    'agent',
    random.pick([
      'What is your email address?',
      'Where should I send the confirmation? An email works.',
      'Can I have your e-mail?',
    ]),
  ] as const;
  const lead = random.pick(['it is', 'sure,', 'my email is', 'you can use', 'yes,']);
  const number = String(10 + random.below(89));
  switch (random.below(7)) {
    case 0:
      return made(
        [ask, ['customer', `${lead} ${first}.${last}@${domain}.com`]],
        [`${first} ${last} ${domain}`, last],
      );
    case 1:
      return made(
        [ask, ['customer', `${lead} ${first} dot ${last} at ${domain} dot com.`]],
        [`${first} dot ${last}`, last],
      );
    case 2:
      return made(
        [
          ask,
          ['customer', `${lead} ${first} underscore ${last} ${inPairs(number)} at ${domain} dot co dot uk.`],
        ],
        [`${first} underscore`, last],
      );
    case 3:
      return made(
        [
          ask,
          ['customer', `${lead} ${letters(last)} at ${domain} dot com.`],
          ['agent', `So ${letters(last)} at ${domain} dot com.`],
        ],
        [letters(last)],
      );
    case 4:
      return made(
        [ask, ['customer', `${lead} ${first} dot ${last}`], ['customer', `at ${domain} dot com`]],
        [`${first} dot ${last}`, last],
      );
    case 5:
      return made(
        [ask, ['customer', `${lead} ${last}${number}@${domain}.org`], ['agent', `Got it, ${last}${number}.`]],
        [`${last}${number}`],
      );
    default:
      return made(
        [ask, ['customer', `${lead} ${last} ${oneByOne(number)} at ${domain} dot net.`]],
        [`${last} ${oneByOne(number)}`, last],
      );
  }
}

function made(lines: PlantedItem['lines'], secrets: string[]): PlantedItem {
  return { kind: 'email', lines, secrets };
}

export function address(random: Random): PlantedItem {
  const [street, way, city] = [random.pick(STREETS), random.pick(WAYS), random.pick(CITIES)];
  const house = String(10 + random.below(989));
  const zip = `${1 + random.below(9)}${random.digits(4)}`;
  const ask = [
    'agent',
    random.pick([
      'What is your mailing address?',
      'Where do you live?',
      'Could you confirm the shipping address?',
      'What address should we deliver it to?',
    ]),
  ] as const;
  const secrets = [street.toLowerCase(), zip];
  const lead = random.pick(['it is', 'sure,', 'I live at', 'please send it to', 'yes,']);
  const spokenHouse = inPairs(house);
  switch (random.below(5)) {
    case 0:
      return {
        kind: 'address',
        lines: [ask, ['customer', `${lead} ${house} ${street} ${way}, ${city} ${zip}.`]],
        secrets,
      };
    case 1:
      return {
        kind: 'address',
        lines: [
          ask,
          ['customer', `${lead} ${spokenHouse} ${street} ${way}.`],
          ['agent', 'And the zip code?'],
          ['customer', `${oneByOne(zip)}.`],
        ],
        secrets: [
          street.toLowerCase(),
          `${spokenHouse} `.trim().split(' ').length > 1
            ? `${spokenHouse} ${street.toLowerCase()}`
            : street.toLowerCase(),
          oneByOne(zip),
        ],
      };
    case 2:
      return {
        kind: 'address',
        lines: [
          ask,
          ['customer', `${lead} ${house} ${street} ${way}, apartment ${house}, ${city}, ${zip}.`],
          ['agent', `Thank you, ${house} ${street} ${way}.`],
        ],
        secrets: [...secrets, `apartment ${house}`],
      };
    case 3:
      return {
        kind: 'address',
        lines: [
          ask,
          ['customer', `${lead} ${spokenHouse} ${street} ${way}, ${city}, zip code ${oneByOne(zip)}.`],
        ],
        secrets: [street.toLowerCase(), oneByOne(zip)],
      };
    default:
      return {
        kind: 'address',
        lines: [
          ['customer', `We moved to ${house} ${street} ${way} in ${city} last month.`],
          ['agent', `Okay, so ${street} ${way}, noted.`],
        ],
        secrets: [street.toLowerCase()],
      };
  }
}
