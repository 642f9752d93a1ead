import { describe, expect, it } from 'vitest';
import { sectionInput, writeOffline } from '../../../src/analysis/analyse.ts';
import { AnalysisConfig } from '../../../src/domain/analysis-config.ts';
import { readAnswer } from '../../../src/llm/answers.ts';
import { composeQuestion } from '../../../src/llm/questions.ts';
import { sectionGroups } from '../../../src/llm/read-with-llm.ts';
import { RECORDED_AT } from '../analysis/call.ts';
import { salesCallWith } from './injected.ts';

const CONFIG = AnalysisConfig.parse({ goals: [{ name: 'Greeting', examples: ['thank you for calling'] }] });
const INPUT = sectionInput(salesCallWith(), { recordedAt: RECORDED_AT, config: CONFIG });
const OFFLINE = writeOffline(INPUT);
const ASKED = sectionGroups().flat();

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
  return readAnswer({ [name]: content }, sections, { input: INPUT, model: 'some-model', offline: OFFLINE });
}

describe('the schema a model is given', () => {
  const members = sectionGroups().flatMap((group) => membersOf(composeQuestion(group, INPUT).schema));

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
    for (const group of sectionGroups()) {
      const { schema } = composeQuestion(group, INPUT);
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
            ['engine', 'startMs', 'endMs', 'timestampMs', 'criterion'].includes(key) ? undefined : member,
          ),
        );
      expect(plain(written[name])).toEqual(plain(OFFLINE[name]));
      expect(written[name]).toMatchObject({ engine: 'some-model' });
    },
  );

  it('does not change what is measured', () => {
    const { score: _, ...service } = { score: 1, ...Object(OFFLINE['service']) };
    const { written } = read({ ...service, score: 12, verdicts: [{ criterion: 'x' }] }, 'service');
    expect(written['service']).toMatchObject({ score: 12, verdicts: Object(OFFLINE['service']).verdicts });
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
    const { written, errors } = readAnswer(content, ASKED, { input: INPUT, model: 'm', offline: OFFLINE });
    expect(written).toEqual({});
    expect(Object.keys(errors)).toEqual(ASKED.map(({ name }) => name));
  });

  it('may stand in a block of code', () => {
    const text = `\`\`\`json\n${JSON.stringify(OFFLINE)}\n\`\`\``;
    expect(readAnswer(text, ASKED, { input: INPUT, model: 'm', offline: OFFLINE }).errors).toEqual({});
  });
});
