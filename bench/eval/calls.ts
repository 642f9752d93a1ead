import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { isKeptAside } from '../../corpus/train/labelled-calls.ts';
import type { Transcript } from '../../src/domain/transcript.ts';
import { fnv1a } from '../../src/understanding/features.ts';
import type { MomentAt, ObjectionAt, TaskAt } from './measures.ts';

export type Side = 'agent' | 'customer' | 'other';

/** A turn as it is submitted: speakers are called A, B, C, so that who is who has to be found out. */
export interface SpokenTurn {
  readonly speaker: string;
  readonly side: Side;
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
  /** What the turn is labelled to do. */
  readonly acts: readonly string[];
  /** How it is labelled to sound, -2 to 2. */
  readonly tone: number;
}

export const CHECKS = [
  'greeting',
  'own name',
  'company',
  'identity asked',
  'identity verified',
  'further help',
  'closing',
] as const;
export type CheckName = (typeof CHECKS)[number];

/** What a careful reader noted down. `null`, at any place: not labelled. */
export interface Truth {
  readonly kind: string | null;
  readonly outcomes: readonly string[];
  /** Any of positive, neutral, negative, mixed that is acceptable. */
  readonly tones: readonly string[];
  /** `null`: nobody said it. */
  readonly customer: string | null;
  readonly tasks: readonly TaskAt[];
  readonly objections: readonly ObjectionAt[];
  readonly checks: Readonly<Record<CheckName, boolean | null>>;
  readonly moments: readonly MomentAt[] | null;
  /** 0 to 5. */
  readonly effort: number | null;
  /** Mean of the grades that apply, 0 to 4. */
  readonly grade: number | null;
}

/** A call with its truth. Turn `i` is utterance `i` of the transcript. */
export interface EvalCall {
  readonly id: string;
  /** What figures can be parted by. */
  readonly groups: Readonly<Record<'folder' | 'domain' | 'style' | 'kind', string>>;
  readonly keptAside: boolean;
  readonly recordedAt: string;
  readonly turns: readonly SpokenTurn[];
  readonly truth: Truth;
}

const Name = z.string().nullable();
const Turn = z.int().nullable();

/** corpus/SCHEMA.md, as far as it is measured. */
const CorpusCall = z.object({
  id: z.string(),
  domain: z.string(),
  call_type: z.string(),
  style: z.string(),
  recorded_at: z.string(),
  turns: z.array(
    z.object({
      s: z.enum(['agent', 'customer', 'other']),
      t: z.string(),
      acts: z.array(z.string()),
      tone: z.number(),
      gap: z.number().default(0.5),
    }),
  ),
  truth: z.object({
    names: z.object({ customer: Name }),
    outcome: z.array(z.string()),
    customer_tone: z.array(z.string()),
    actions: z.array(z.object({ who: z.string(), what: z.string(), due: Name, turn: Turn.default(null) })),
    objections: z.array(z.object({ kind: z.string(), turn: z.int(), settled: z.boolean() })),
    checks: z.object({
      greeting: Turn,
      agent_name: Turn,
      company: Turn,
      identity_asked: z.array(z.int()).nullable(),
      identity_verified: Turn,
      further_help: Turn,
      closing: Turn,
    }),
    moments: z.array(z.object({ turn: z.int(), kind: z.string() })),
    effort: z.number().nullable(),
    grades: z.record(z.string(), z.number().nullable()),
  }),
});

const Flag = z.boolean().nullable();

/** The calls of ../shared/calls/unseen. */
const AssessedCall = z.object({
  id: z.string(),
  domain: z.string(),
  recorded_at: z.string(),
  transcript: z.object({
    utterances: z.array(
      z.object({
        speaker: z.string(),
        side: z.enum(['agent', 'customer', 'other']),
        start: z.number(),
        end: z.number(),
        text: z.string(),
      }),
    ),
  }),
  truth: z.object({
    names: z.object({ customer: Name }),
    outcome: z.array(z.string()),
    customer_tone: z.array(z.enum(['pos', 'neu', 'neg'])),
    greeting: Flag,
    says_name: Flag,
    says_company: Flag,
    closing: Flag,
    asks_more_help: Flag,
    identity_established: Flag,
    actions: z.array(z.tuple([z.string(), z.string(), Name])),
    objections: z.array(z.string()),
  }),
});
const TONES = { pos: 'positive', neu: 'neutral', neg: 'negative' } as const;

/** Reads every call below a folder, or one file, in order of path. Throws where a file is in neither form. */
export function readCalls(root: string): EvalCall[] {
  const files = statSync(root).isDirectory()
    ? readdirSync(root, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.json'))
        .toSorted()
        .map((name) => path.join(root, name))
    : [root];
  return files.map((file) => {
    const call: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const folder = path.basename(path.dirname(file));
    return z.looseObject({ turns: z.unknown() }).safeParse(call).data?.turns === undefined
      ? fromAssessed(AssessedCall.parse(call), folder)
      : fromCorpus(CorpusCall.parse(call), folder);
  });
}

const WORD_MS = 400;

function fromCorpus(call: z.infer<typeof CorpusCall>, folder: string): EvalCall {
  const { truth } = call;
  const { checks } = truth;
  const nameOf = speakerNames(call.id);
  let [start, end] = [0, 0];
  const turns = call.turns.map(({ s, t, acts, tone, gap }) => {
    start = Math.max(start, Math.round(end + gap * 1000));
    end = start + WORD_MS * t.split(/\s+/u).length;
    return { speaker: nameOf(s), side: s, text: t, startMs: start, endMs: end, acts, tone };
  });
  const grades = Object.values(truth.grades).filter((grade) => grade !== null);
  return {
    id: call.id,
    groups: { folder, domain: call.domain, style: call.style, kind: call.call_type },
    keptAside: isKeptAside(call),
    recordedAt: call.recorded_at,
    turns,
    truth: {
      kind: call.call_type,
      outcomes: truth.outcome,
      tones: truth.customer_tone,
      customer: truth.names.customer,
      tasks: truth.actions.map(({ who, what, due, turn }) => ({ who, text: what, due, turn })),
      objections: truth.objections,
      checks: {
        greeting: checks.greeting !== null,
        'own name': checks.agent_name !== null,
        company: checks.company !== null,
        'identity asked': (checks.identity_asked ?? []).length > 0,
        'identity verified': checks.identity_verified !== null,
        'further help': checks.further_help !== null,
        closing: checks.closing !== null,
      },
      moments: truth.moments,
      effort: truth.effort,
      grade: grades.length === 0 ? null : grades.reduce((sum, grade) => sum + grade, 0) / grades.length,
    },
  };
}

function fromAssessed(
  { id, domain, recorded_at, transcript, truth }: z.infer<typeof AssessedCall>,
  folder: string,
): EvalCall {
  const nameOf = speakerNames(id);
  return {
    id,
    groups: { folder, domain, style: 'as found', kind: 'not labelled' },
    keptAside: true,
    recordedAt: recorded_at,
    turns: transcript.utterances.map(({ speaker, side, text, start, end }) => ({
      speaker: nameOf(speaker),
      side,
      text,
      startMs: Math.round(start * 1000),
      endMs: Math.round(end * 1000),
      acts: [],
      tone: 0,
    })),
    truth: {
      kind: null,
      outcomes: truth.outcome,
      tones: truth.customer_tone.map((tone) => TONES[tone]),
      customer: truth.names.customer,
      tasks: truth.actions.map(([who, what, due]) => ({ who, text: what, due, turn: null })),
      objections: truth.objections.map((kind) => ({ kind, turn: null, settled: null })),
      checks: {
        greeting: truth.greeting,
        'own name': truth.says_name,
        company: truth.says_company,
        'identity asked': null,
        'identity verified': truth.identity_established,
        'further help': truth.asks_more_help,
        closing: truth.closing,
      },
      moments: null,
      effort: null,
      grade: null,
    },
  };
}

/** A, B, C in order of appearance, in every other call B, A, C: the first speaker is not always called the same. */
function speakerNames(id: string): (speaker: string) => string {
  const names = new Map<string, string>();
  const order = (fnv1a(id) >>> 8) % 2 === 0 ? 'ABCDEFGH' : 'BACDEFGH';
  return (speaker) => {
    const name = names.get(speaker) ?? order[names.size] ?? `S${names.size}`;
    names.set(speaker, name);
    return name;
  };
}

/** The call as it is submitted: nobody says who is who. */
export function transcriptOf({ turns }: Pick<EvalCall, 'turns'>): Transcript {
  const utterances = turns.map(({ speaker, text, startMs, endMs }, index) => ({
    index,
    speaker,
    role: 'unknown' as const,
    channel: null,
    startMs,
    endMs,
    text,
    confidence: null,
    words: [],
  }));
  const durationMs = utterances.reduce((latest, { endMs }) => Math.max(latest, endMs), 0);
  return { language: 'en', durationMs, engine: 'submitted', wordTimes: 'none', utterances };
}
