import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { PillarName } from '../../src/scorecards/grades.ts';
import { CALL_KINDS } from '../../src/understanding/call-model.ts';
import { fnv1a, type ModelTurn, modelWords } from '../../src/understanding/features.ts';
import { OBJECTION_KINDS } from '../../src/understanding/objections.ts';

const CALLS = path.resolve(import.meta.dirname, '../calls');

const Speaker = z.enum(['agent', 'customer', 'other']);
const LabelledTurn = z.object({ s: Speaker, t: z.string(), acts: z.array(z.string()), tone: z.number() });
type LabelledTurn = z.infer<typeof LabelledTurn>;

const LabelledCall = z.object({
  id: z.string(),
  domain: z.string(),
  call_type: z.enum(CALL_KINDS),
  turns: z.array(LabelledTurn),
  truth: z.object({
    reason: z.string(),
    names: z.object({
      agent: z.string().nullable(),
      customer: z.string().nullable(),
      company: z.string().nullable(),
    }),
    outcome: z.array(z.string()),
    customer_tone: z.array(z.string()),
    actions: z.array(z.object({ who: Speaker, what: z.string(), turn: z.int() })),
    objections: z.array(z.object({ kind: z.enum(OBJECTION_KINDS), turn: z.int(), settled: z.boolean() })),
    effort: z.number().min(0).max(5),
    grades: z.record(PillarName, z.number().min(0).max(4).nullable()),
    checks: z.object({
      greeting: z.int().nullable(),
      agent_name: z.int().nullable(),
      company: z.int().nullable(),
      further_help: z.int().nullable(),
      closing: z.int().nullable(),
    }),
  }),
});

/** A call of SCHEMA.md, and its turns as the model reads them: what one speaker says until another speaks. */
export interface LabelledCall extends z.infer<typeof LabelledCall> {
  /** The writer's folder. */
  readonly folder: string;
  readonly spoken: readonly SpokenTurn[];
}

/** What a turn does and how it sounds, as labelled; of several turns in one all that they do, and the strongest tone. */
interface SpokenTurn extends ModelTurn {
  readonly acts: ReadonlySet<string>;
  readonly tone: number;
}

export function readLabelledCalls(root = CALLS): LabelledCall[] {
  return filesIn(root).map((file) => {
    const call = LabelledCall.parse(JSON.parse(readFileSync(file, 'utf8')));
    return { ...call, spoken: spokenTurns(call.turns), folder: path.basename(path.dirname(file)) };
  });
}

function spokenTurns(turns: readonly LabelledTurn[]): SpokenTurn[] {
  const runs: LabelledTurn[][] = [];
  for (const turn of turns) {
    const run = runs.at(-1);
    if (run?.[0]?.s === turn.s) run.push(turn);
    else runs.push([turn]);
  }
  return runs.flatMap((run) => {
    const [first] = run;
    if (first === undefined) return [];
    return {
      speaker: first.s,
      role: first.s,
      words: modelWords(run.map(({ t }) => t).join(' ')),
      acts: new Set(run.flatMap(({ acts }) => acts)),
      tone: run.reduce((most, { tone }) => (Math.abs(tone) > Math.abs(most) ? tone : most), 0),
    };
  });
}

function filesIn(root: string): string[] {
  const entries = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return entries
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => path.join(root, name));
}

/** Every fifth call by the hash of its id: nothing is trained on it, and nothing is tuned to it. */
export function isKeptAside({ id }: Pick<LabelledCall, 'id'>): boolean {
  return fnv1a(id) % 5 === 0;
}
