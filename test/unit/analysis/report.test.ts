import { describe, expect, it } from 'vitest';
import { analyse } from '../../../src/analysis/analyse.ts';
import { Report, sections } from '../../../src/analysis/report.ts';
import { AnalysisConfig } from '../../../src/domain/analysis-config.ts';
import { dialogue, type Line, RECORDED_AT, report, transcript } from './call.ts';

const CALL = dialogue(
  'agent: Thank you for calling Lakeside Internet, my name is Priya. How can I help you today?',
  'customer: Hi Priya, my name is Daniel Reyes. My internet keeps dropping since Monday.',
  "agent: I'm so sorry about that, Daniel. I have scheduled a repair for tomorrow morning, and I'll send you a text message by Friday.",
  'customer: Great, thank you so much. That is all I need.',
  'agent: Thank you for calling. Have a wonderful day.',
);

/** What a report has beside its sections. */
const REPORT_MEMBERS = [
  'language',
  'recordedAt',
  'quotes',
  'configuration',
  'judgement',
  'setAside',
  'warnings',
];

/** Every number anywhere in a value, to look for NaN and infinity. */
function numbers(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(numbers);
}

it('a report holds every registered section, and parses as itself', () => {
  const made = report(CALL);
  expect(Object.keys(made).toSorted()).toEqual(
    [...REPORT_MEMBERS, ...sections.map(({ name }) => name)].toSorted(),
  );
  expect(Report.parse(JSON.parse(JSON.stringify(made)))).toEqual(made);
});

it('the same input gives the same report, byte for byte', () => {
  expect(JSON.stringify(report(CALL))).toBe(JSON.stringify(report(structuredClone(CALL))));
});

it('a section that a model is asked for has a prompt, one that rests on counting or places has none', () => {
  const measured = sections.filter(({ prompt }) => prompt === null).map(({ name }) => name);
  expect(measured).toEqual(['conversation', 'keywords', 'emotions', 'entities']);
});

describe('another language', () => {
  it('gets measured metrics, and sections that say they do not know it', () => {
    const german = report({ ...CALL, language: 'de-DE' });
    expect(german.conversation.wordCount).toBe(report(CALL).conversation.wordCount);
    const {
      summary,
      sentiment,
      sales,
      coaching,
      topics,
      service,
      compliance,
      goals,
      emotions,
      entities,
      actionItems,
      organisation,
    } = german;
    const engines = [
      summary,
      sentiment,
      sales,
      coaching,
      topics,
      service,
      compliance,
      goals,
      emotions,
      entities,
      actionItems,
      organisation,
    ];
    expect(engines.map(({ engine }) => engine)).toEqual(engines.map(() => 'unsupported_language'));
    expect([
      summary.title,
      summary.brief,
      sentiment.overall,
      sales.overall,
      coaching.doubleDown,
      organisation.feedback,
    ]).toEqual(Array.from({ length: 6 }, () => null));
  });
});

const line = (speaker: string, startMs: number, endMs: number, text: string): Line => ({
  speaker,
  startMs,
  endMs,
  text,
});
const HOSTILE: Record<string, Line[]> = {
  'nobody says anything': [],
  'one word': [line('agent', 0, 100, 'hello')],
  'only marks of noise': [
    line('agent', 0, 100, '[noise]'),
    line('caller', 0, 100, '<unk>'),
    line('caller', 5, 5, ''),
  ],
  'no speaker labels': [line('', 0, 900, 'how can i help you'), line('', 1000, 1500, 'i lost my card')],
  'forty speakers': Array.from({ length: 40 }, (_, at) =>
    line(`speaker ${at}`, at * 10, at * 10 + 900, 'what is your name'),
  ),
  'everything at once': Array.from({ length: 60 }, (_, at) =>
    line(at % 2 === 0 ? 'agent' : 'caller', 0, 60_000, 'i need to talk now'),
  ),
  'times out of order': [
    line('agent', 9000, 9500, 'second'),
    line('caller', 100, 900, 'first'),
    line('agent', 5000, 2000, 'backwards'),
  ],
  'no time at all': [line('agent', 0, 0, 'how can i help'), line('caller', 0, 0, 'my card is lost')],
  'right to left': [
    line('agent', 0, 900, 'שלום איך אפשר לעזור לך היום?'),
    line('caller', 1000, 1900, 'مرحبا أريد المساعدة'),
  ],
  'emoji and combined characters': [
    line('agent', 0, 900, '👩‍👩‍👧‍👦 great!!! 🎉 é e\u0301 \uD83D'),
    line('caller', 1000, 1500, '👍'),
  ],
  'control characters': [line('agent', 0, 900, 'hello\u0000\u0007\u001B[31m there\u2028how can i\u0085help')],
  'names of built-in properties': [
    line('__proto__', 0, 900, 'constructor hasOwnProperty __proto__ toString'),
    line('constructor', 950, 1500, 'valueOf'),
  ],
  'characters of expressions': [line('agent', 0, 900, '((((([[[[[ .*+?^${}()|\\ my name is ((( $& $1')],
};

describe('a hostile transcript gives a valid report without NaN', () => {
  it.each(Object.keys(HOSTILE))('%s', (name) => {
    const made = report(transcript(HOSTILE[name] ?? []), {
      keywords: [{ name: '((' }, { name: 'a.*b' }],
      prohibitedPhrases: ['$&', '\\'],
      goals: [{ name: '(((', examples: ['[unclosed'] }],
      taxonomy: [{ name: '*' }],
      organisationPrompt: '- Do [this\n\n# x\n- (and that',
    });
    expect(numbers(made).every(Number.isFinite)).toBe(true);
    expect(made.quotes.dropped).toBe(0);
  });
});

it('a hundred thousand words in one utterance are analysed', () => {
  const text = 'i need to know what the price of the card is and '.repeat(9000);
  const made = report(transcript([line('caller', 0, 36_000_000, text)]));
  expect(made.conversation.wordCount).toBeGreaterThanOrEqual(99_000);
  expect(numbers(made).every(Number.isFinite)).toBe(true);
}, 60_000);

it('a made-up date of the call resolves nothing', () => {
  const config = AnalysisConfig.parse({});
  for (const recordedAt of [null, 'not a date', RECORDED_AT]) {
    const { actionItems } = analyse(CALL, { recordedAt, config });
    expect(actionItems.items.map(({ dueDate }) => dueDate)).toEqual([
      recordedAt === RECORDED_AT ? '2026-03-27' : null,
    ]);
  }
});
