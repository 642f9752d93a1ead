import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { fnv1a, type ModelTurn, modelWords } from '../../src/understanding/features.ts';

const CALLS = path.resolve(import.meta.dirname, '../calls');

const Speaker = z.enum(['agent', 'customer', 'other']);
const LabelledCall = z.object({
  id: z.string(),
  domain: z.string(),
  call_type: z.string(),
  turns: z.array(z.object({ s: Speaker, t: z.string(), acts: z.array(z.string()), tone: z.number() })),
  truth: z.object({
    outcome: z.array(z.string()),
    customer_tone: z.array(z.string()),
    checks: z.object({
      greeting: z.int().nullable(),
      agent_name: z.int().nullable(),
      company: z.int().nullable(),
      further_help: z.int().nullable(),
      closing: z.int().nullable(),
    }),
  }),
});

/** A call of SCHEMA.md, and its turns as the model reads them. */
export interface LabelledCall extends z.infer<typeof LabelledCall> {
  /** The writer's folder. */
  readonly folder: string;
  readonly spoken: readonly ModelTurn[];
}

export function readLabelledCalls(root = CALLS): LabelledCall[] {
  return filesIn(root).map((file) => {
    const call = LabelledCall.parse(JSON.parse(readFileSync(file, 'utf8')));
    const spoken = call.turns.map(({ s, t }) => ({ speaker: s, role: s, words: modelWords(t) }));
    return { ...call, spoken, folder: path.basename(path.dirname(file)) };
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
