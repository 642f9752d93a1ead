import { z } from 'zod';
import type { Report } from '../../src/analysis/report.ts';
import type { Role, Transcript } from '../../src/domain/transcript.ts';
import { OBJECTION_NAMES } from '../../src/understanding/objections.ts';
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

/** The kind of call, wherever a report says it. */
const Kind = z.object({ kind: z.string() });
const KindOfCall = z.union([
  z.object({ call: Kind }).transform(({ call }) => call.kind),
  z.object({ kind: z.string() }).transform(({ kind }) => kind),
  z.object({ summary: Kind }).transform(({ summary }) => summary.kind),
]);

/** Reads a report as its user would: only what stands in it counts. */
export function answersOf(transcript: Transcript, report: Report): Answers {
  const { summary, sentiment, actionItems, service, compliance, coaching, sales } = report;
  const kind = KindOfCall.safeParse(report);
  return {
    roles: new Map(transcript.utterances.map(({ speaker, role }) => [speaker, role])),
    kind: kind.success ? kind.data : null,
    outcome: summary.outcome,
    tone: sentiment.label,
    customer: summary.prospectName,
    tasks: actionItems.items.map(({ assignee, description, dueDate, evidence }) => ({
      who: assignee,
      turn: evidence[0]?.utterance ?? null,
      text: [description, ...evidence.map(({ quote }) => quote)].join(' '),
      due: dueDate,
    })),
    objections: objectionsIn(report),
    checks: {
      greeting: service.greeting.greeting,
      'own name': service.greeting.name,
      company: service.greeting.company,
      'identity asked': compliance.identityVerification.questions.length > 0,
      'identity verified': compliance.identityVerification.verified,
      'further help': service.closing.moreHelp,
      closing: service.closing.farewell,
    },
    moments: sentiment.keyMoments.map(({ utterance }) => ({ turn: utterance, kind: null })),
    effort: coaching.customerEffortScore,
    scores: { sales: sales.overall, service: service.score },
  };
}

const KIND_OF_NAME = Object.entries(OBJECTION_NAMES).map(([kind, name]) => ({ kind, name }));

/** Objections are told as key points: "Casey raised a concern about the price; the answer was accepted." */
function objectionsIn({ summary }: Report): ObjectionAt[] {
  return summary.keyPoints.flatMap(({ text, evidence }) => {
    const kind = KIND_OF_NAME.find(({ name }) => text.includes(` raised ${name}`))?.kind;
    const turn = evidence[0]?.utterance;
    if (kind === undefined || turn === undefined) return [];
    return [{ kind, turn, settled: text.includes('accepted') }];
  });
}
