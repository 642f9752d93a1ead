import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AnalysisConfig } from '../../../src/analysis/config.ts';
import { askFor } from '../../../src/analysis/judged/question.ts';
import { readAnswer } from '../../../src/analysis/judged/read-answer.ts';
import { RULES_VERSION, reminderText, repairText, rulesText } from '../../../src/analysis/judged/rules.ts';
import { fenceFor } from '../../../src/analysis/judged/fence.ts';
import { sectionInput, writeOffline } from '../../../src/analysis/report.ts';
import { askedGroups } from '../../../src/pipeline/judge.ts';
import { RECORDED_AT } from '../analysis/call.ts';
import { salesCallWith } from './injected.ts';

const CONFIG = AnalysisConfig.parse({ goals: [{ name: 'Greeting', examples: ['thank you for calling'] }] });
const INPUT = sectionInput(salesCallWith(), { recordedAt: RECORDED_AT, config: CONFIG });
const OFFLINE = writeOffline(INPUT);
const ASKED = askedGroups().flat();

/** Names of all members anywhere in a JSON schema. */
function membersOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => [
    ...(key === 'properties' ? Object.keys(value) : []),
    ...membersOf(value),
  ]);
}

function read(content: unknown, name: string) {
  const sections = ASKED.filter((section) => section.name === name);
  return readAnswer({ [name]: content }, sections, INPUT, 'some-model');
}

describe('the schema a model is given', () => {
  const members = askedGroups().flatMap((group) => membersOf(askFor(group, INPUT).schema));

  it('asks for nothing that is measured or follows by rule', () => {
    const measured = new Set([
      'engine',
      'startMs',
      'endMs',
      'signals',
      'parts',
      'overallScore',
      'timestampMs',
      'achievement',
    ]);
    expect(members.filter((member) => measured.has(member))).toEqual([]);
    expect(members).toEqual(expect.arrayContaining(['quote', 'utterance', 'score', 'brief', 'met']));
  });

  it('names every section of its group and allows no other member', () => {
    for (const group of askedGroups()) {
      const { schema } = askFor(group, INPUT);
      expect(schema).toMatchObject({ required: group.map(({ name }) => name), additionalProperties: false });
    }
  });
});

describe('an answer', () => {
  it.each(ASKED.map(({ name }) => name))(
    'that says what the offline %s says gives the same section',
    (name) => {
      const { written, errors } = read(OFFLINE[name], name);
      expect(errors).toEqual({});
      const plain = (value: unknown) =>
        JSON.parse(
          JSON.stringify(value, (key, member) =>
            ['engine', 'startMs', 'endMs', 'timestampMs', 'signal'].includes(key) ? undefined : member,
          ),
        );
      expect(plain(written[name])).toEqual(plain(OFFLINE[name]));
      expect(written[name]).toMatchObject({ engine: 'some-model' });
    },
  );

  it('does not change what is measured', () => {
    const { score: _, ...service } = { score: 1, ...Object(OFFLINE['service']) };
    const { written } = read(
      { ...service, score: 12, parts: [{ name: 'x', value: 1, weight: 1 }] },
      'service',
    );
    expect(written['service']).toMatchObject({ score: 12, parts: Object(OFFLINE['service']).parts });
  });

  it('loses quotes that were never said, and with them what rests on them', () => {
    const goal = { number: 1, met: true, score: 1, explanation: 'Yes.' };
    const evidence = [{ utterance: 0, quote: 'this was never said' }];
    const { written, quotesDropped } = read({ goals: [{ ...goal, evidence }] }, 'goals');
    expect(written['goals']).toMatchObject({
      achievement: 0,
      goals: [{ met: false, score: 0, evidence: [] }],
    });
    expect(quotesDropped).toBe(1);
  });

  it('is told where the quote stands', () => {
    const evidence = [{ utterance: 0, quote: 'this is Alice' }];
    const goal = { number: 1, met: true, score: 1, explanation: 'Yes.', evidence };
    const { written } = read({ goals: [goal] }, 'goals');
    const [shown] = Object(written['goals']).goals[0].evidence;
    expect(shown.startMs).toBeGreaterThan(0);
    expect(shown.endMs).toBeLessThan(4_200);
  });

  it.each([
    ['out of range', { score: 101 }],
    ['of another type', { score: '80' }],
    ['missing', { score: undefined }],
  ])('with a number %s is not used', (name, change) => {
    const { written, errors } = read({ ...Object(OFFLINE['service']), ...change }, 'service');
    // A number that may be unknown may be left out.
    expect(name === 'missing' ? Object.keys(written) : Object.keys(errors)).toEqual(['service']);
  });

  it('that leaves out a goal is not used, and says which', () => {
    expect(read({ goals: [] }, 'goals').errors['goals']).toContain('number 1');
  });

  it.each([null, 'no JSON', '[]', '{"summary"', 7])('%j writes nothing', (content) => {
    const { written, errors } = readAnswer(content, ASKED, INPUT, 'm');
    expect(written).toEqual({});
    expect(Object.keys(errors)).toEqual(ASKED.map(({ name }) => name));
  });

  it('may stand in a block of code', () => {
    const text = `\`\`\`json\n${JSON.stringify(OFFLINE)}\n\`\`\``;
    expect(readAnswer(text, ASKED, INPUT, 'm').errors).toEqual({});
  });
});

it('a prompt that changes gets another version', () => {
  const fence = fenceFor([]);
  const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);
  const versions = ASKED.map(({ name, prompt }) => `${name} v${prompt.version} ${hash(prompt.text)}`);
  const rules = hash([rulesText(fence), reminderText(fence), repairText('')].join('\n'));
  expect([`rules v${RULES_VERSION} ${rules}`, ...versions]).toMatchInlineSnapshot(`
    [
      "rules v1 17e90d4a5e94",
      "summary v1 f1eff7e57b4a",
      "sentiment v1 8e973dda2e3b",
      "actionItems v1 51b8783e98c1",
      "topics v1 af4c1ca66ea7",
      "service v1 961973f4db66",
      "compliance v1 eb361d4d135a",
      "goals v1 7eb5861555d6",
      "organisation v1 ec534050ebf3",
      "sales v1 59fb152be92c",
      "coaching v1 581849f2f5de",
    ]
  `);
});
