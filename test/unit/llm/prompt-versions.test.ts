import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { condensedCall } from '../../../src/llm/call-record.ts';
import { condensing } from '../../../src/llm/condensing.ts';
import {
  CUSTOM_INSTRUCTIONS_TEXT,
  CUSTOM_INSTRUCTIONS_VERSION,
  fenceFor,
  reminderText,
  repairText,
  RULES_VERSION,
  rulesText,
} from '../../../src/llm/prompt.ts';
import { sectionGroups } from '../../../src/llm/read-with-llm.ts';

/** Every version of a text that a model was ever asked with. Lines are added; none is changed. */
const HASHES: Readonly<Record<string, string>> = {
  'rules v1': '17e90d4a5e94',
  'rules v2': '7b886fb8346c',
  'record v1': 'baec83343d7f',
  'wishes v1': '88a5988082c3',
  'summary v1': 'f1eff7e57b4a',
  'sentiment v1': '8e973dda2e3b',
  'actionItems v1': '51b8783e98c1',
  'topics v1': 'af4c1ca66ea7',
  'service v1': '961973f4db66',
  'compliance v1': 'eb361d4d135a',
  'goals v1': '7eb5861555d6',
  'organisation v1': 'ec534050ebf3',
  'sales v1': '59fb152be92c',
  'coaching v1': '581849f2f5de',
  'sales v2': 'fd0b1f0f6401',
  'coaching v2': 'a267089e5f25',
};

const fence = fenceFor([]);
const TEXTS = [
  {
    name: 'rules',
    version: RULES_VERSION,
    text: [rulesText(fence), reminderText(fence), repairText('')].join('\n'),
  },
  {
    name: 'record',
    version: condensing.prompt.version,
    text: condensing.prompt.text + condensedCall([]).note,
  },
  { name: 'wishes', version: CUSTOM_INSTRUCTIONS_VERSION, text: CUSTOM_INSTRUCTIONS_TEXT },
  ...sectionGroups()
    .flat()
    .map(({ name, prompt }) => ({ name, version: prompt.version, text: prompt.text })),
];

it.each(TEXTS)('the text of $name has the version it was given: $version', ({ name, version, text }) => {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
  expect(`${name} v${version} ${hash}`).toBe(`${name} v${version} ${HASHES[`${name} v${version}`]}`);
});
