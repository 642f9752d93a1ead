import { z } from 'zod';
import type { Report } from '../../src/analysis/report.ts';
import type { Role, Transcript } from '../../src/domain/transcript.ts';
import { MOMENT_ACTS } from '../../src/understanding/key-moments.ts';
import type { CheckName } from './calls.ts';
import type { ObjectionAt, TaskAt } from './measures.ts';

/** What a report tells its reader about a call, in the words of corpus/SCHEMA.md. `null`: it does not say. */
export interface Answers {
  readonly roles: ReadonlyMap<string, Role>;
  readonly kind: string | null;
  readonly outcome: string;
  readonly tone: string | null;
  readonly customer: string | null;
  readonly tasks: readonly TaskAt[];
  readonly objections: readonly ObjectionAt[];
  readonly checks: Readonly<Record<CheckName, boolean>>;
  /** `kind` `null`: the report does not say which of SCHEMA.md it is. */
  readonly moments: readonly { readonly turn: number; readonly kind: string | null }[];
  readonly effort: number | null;
  /** 0 to 100. */
  readonly scores: { readonly sales: number | null; readonly service: number | null };
}

/** What the offline reader knows and the report tells in sentences alone. */
const Found = z.object({
  kind: z.object({ kind: z.string() }).optional(),
  objections: z.array(
    z.object({
      kind: z.string(),
      sentence: z.object({ utterance: z.int() }),
      settled: z.boolean().nullable(),
    }),
  ),
});

/**
 * Reads a report as its user would. Kind and objections, which a report tells in sentences alone, are those its reader found;
 * a language model is not asked for them.
 */
export function answersOf(transcript: Transcript, report: Report, facts: unknown = null): Answers {
  const { summary, sentiment, actionItems, service, compliance, coaching, sales } = report;
  const found = Found.safeParse(facts).data;
  return {
    roles: new Map(transcript.utterances.map(({ speaker, role }) => [speaker, role])),
    kind: found?.kind?.kind ?? null,
    outcome: summary.outcome,
    tone: sentiment.label,
    customer: summary.prospectName,
    tasks: actionItems.items.map(({ assignee, description, dueDate, evidence }) => ({
      who: assignee,
      turn: evidence[0]?.utterance ?? null,
      text: [description, ...evidence.map(({ quote }) => quote)].join(' '),
      due: dueDate,
    })),
    objections: (found?.objections ?? []).map(({ kind, sentence, settled }) => ({
      kind,
      turn: sentence.utterance,
      settled,
    })),
    checks: {
      greeting: service.greeting.greeting,
      'own name': service.greeting.name,
      company: service.greeting.company,
      'identity asked': compliance.identityVerification.questions.length > 0,
      'identity verified': compliance.identityVerification.verified,
      'further help': service.closing.moreHelp,
      closing: service.closing.farewell,
    },
    moments: sentiment.keyMoments.map(({ utterance, description }) => ({
      turn: utterance,
      kind: MOMENT_ACTS.find(({ says }) => description.includes(` ${says}: `))?.kind ?? null,
    })),
    effort: coaching.customerEffortScore,
    scores: { sales: sales.overall, service: service.score },
  };
}
