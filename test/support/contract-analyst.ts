import { z } from 'zod';
import { analyse } from '../../src/analysis/analyse.ts';
import type { Report } from '../../src/analysis/report.ts';
import { AnalysisConfig } from '../../src/domain/analysis-config.ts';
import type { Role, Transcript } from '../../src/domain/transcript.ts';
import type { AskedCall } from './workers-ai-contract.ts';

/** Both dialects: the schema as it is, or with a name. */
const Asked = z.object({
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
  response_format: z.object({
    json_schema: z.union([
      z.object({ schema: z.record(z.string(), z.unknown()) }).transform(({ schema }) => schema),
      z.record(z.string(), z.unknown()),
    ]),
  }),
});

const RECORD = /<<<(RECORD-\d+) (?:condensed )?transcript[^\n]*\n([\s\S]*?)\n\1>>>/;
const GOALS = /<<<(RECORD-\d+) configuration of goals\n(.*)\n\1>>>/;
const FACTS = /Language: (\S+)\. Date: (not known|\S+)\./;
const LINE = /^(\d+) ([^:]+): (.*)$/;
const MS_PER_WORD = 400;

const reports = new Map<string, Report>();

/**
 * The answer of a language model that finds what the offline computation finds. Made of nothing but the question, in the
 * schema it asks for.
 */
export function analystAnswer({ json }: AskedCall): unknown {
  const { messages, response_format: format } = Asked.parse(json);
  const question = messages.map(({ content }) => content).join('\n');
  return inSchema(reportOn(question), format.json_schema);
}

function reportOn(question: string): Report {
  const known = reports.get(question);
  if (known) return known;
  const [, language = 'en', date] = FACTS.exec(question) ?? [];
  const recordedAt = date === undefined || date === 'not known' ? null : date;
  const transcript = transcriptIn(RECORD.exec(question)?.[2] ?? '', language);
  const goals: unknown = JSON.parse(GOALS.exec(question)?.[2] ?? '[]');
  const report = analyse(transcript, { recordedAt, config: AnalysisConfig.parse({ goals }) });
  reports.set(question, report);
  return report;
}

function transcriptIn(record: string, language: string): Transcript {
  let endMs = 0;
  const utterances = record.split('\n').flatMap((line) => {
    const [, number, speaker = '', text = ''] = LINE.exec(line) ?? [];
    if (number === undefined) return [];
    const startMs = endMs + MS_PER_WORD;
    endMs = startMs + text.split(' ').length * MS_PER_WORD;
    const times = { startMs, endMs, confidence: null, words: [], channel: null };
    return [{ index: Number(number), speaker, role: roleOf(speaker), text, ...times }];
  });
  return { language, durationMs: endMs, engine: 'contract', wordTimes: 'none', utterances };
}

function roleOf(speaker: string): Role {
  return speaker === 'agent' || speaker === 'customer' ? speaker : 'unknown';
}

/** The parts of the value that a JSON schema of ours names. */
function inSchema(value: unknown, schema: unknown): unknown {
  if (value === null || typeof value !== 'object' || !isRecord(schema)) return value;
  if (Array.isArray(schema['anyOf']))
    return inSchema(
      value,
      schema['anyOf'].find((one) => isRecord(one) && one['type'] !== 'null'),
    );
  if (Array.isArray(value)) return value.map((entry) => inSchema(entry, schema['items']));
  const { properties } = schema;
  if (!isRecord(properties)) return value;
  const members = Object.entries(value).filter(([name]) => Object.hasOwn(properties, name));
  return Object.fromEntries(members.map(([name, member]) => [name, inSchema(member, properties[name])]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
