import { z } from 'zod';
import { Engine, UNSUPPORTED_LANGUAGE } from '../../domain/engine.ts';
import type { Role } from '../../domain/transcript.ts';
import { daysUntil, dueDate as dueDateOf, findDates } from '../../text/dates.ts';
import { Evidence, evidenceFrom } from '../../text/evidence.ts';
import { phrases } from '../../text/sentences.ts';
import { asSentence, bareClause, quoted, reportAgent, reportCustomer } from '../../text/rewrite.ts';
import { type CallFacts, customerName } from '../../understanding/call-facts.ts';
import type { Commitment } from '../../understanding/commitments.ts';
import { defineSection } from '../section.ts';

export const ActionItems = z.strictObject({
  engine: Engine,
  items: z.array(
    z.strictObject({
      /** What is to be done, as an instruction without a full stop: "Send Casey the proposal by Friday". */
      description: z.string(),
      assignee: z.enum(['agent', 'customer']),
      /** `YYYY-MM-DD` in the time zone of the call; null where no day was said or the call's date is not known. */
      dueDate: z.iso.date().nullable(),
      priority: z.enum(['high', 'medium', 'low']),
      evidence: z.array(Evidence),
    }),
  ),
});
export type ActionItems = z.infer<typeof ActionItems>;

const SOON_DAYS = 7;
const URGENT = phrases(
  '(?:as soon as possible|asap|right away|immediately|urgent|urgently|today|this afternoon|within the hour|by end of day|first thing)',
);

export const actionItems = defineSection({
  name: 'actionItems',
  schema: ActionItems,
  prompt: {
    version: 1,
    group: 'content',
    text: 'List what somebody is to do after the call: an instruction in the imperative, who does it (agent or customer), the calendar date if one was said (resolve it against the date of the call), the priority, and the verbatim promise or request. Leave out what was done during the call.',
  },
  settle: (answer, { recordedAt }) => ({
    ...answer,
    items: answer.items
      .filter(({ evidence }) => evidence.length > 0)
      .map((item) => ({
        ...item,
        // Without the date of the call, only a date that the quote names in full is known.
        dueDate: recordedAt === null ? dueDateOf(item.evidence[0]?.quote ?? '', null) : item.dueDate,
      })),
  }),
  offline: ({ facts, recordedAt }): ActionItems => {
    if (facts === null) return { engine: UNSUPPORTED_LANGUAGE, items: [] };
    return {
      engine: 'offline',
      items: facts.commitments.map((commitment) => {
        const dueDate = dueDateIn(commitment, recordedAt);
        return {
          description: describe(commitment, facts),
          assignee: commitment.assignee,
          dueDate,
          priority: priorityOf(commitment, dueDate, recordedAt),
          evidence: [evidenceFrom(commitment.sentence)],
        };
      }),
    };
  },
});

/** The day that the words of the task name; null where they name several, of which one may be another matter's. */
function dueDateIn({ clause }: Commitment, recordedAt: string | null): string | null {
  const days = new Set(findDates(clause, recordedAt).map(({ date }) => date));
  const [day = null] = days;
  if (days.size === 0) return dueDateOf(clause, recordedAt);
  return days.size === 1 ? day : null;
}

/** The task as an instruction where the words can be retold without doubt, else in the words themselves. */
function describe({ clause, deed, by, assignee, sentence }: Commitment, facts: CallFacts): string {
  const retold = deed ? retell(clause, by === assignee ? by : 'assigned') : null;
  if (retold === null) return quoted(bareClause(sentence.text));
  const named = assignee === 'agent' ? retold.replace(/\bthem\b/u, customerName(facts)) : retold;
  return asSentence(named).replace(/\.$/u, '');
}

/** Words whose third person is not certain: of the speaker, of somebody else, or the beginning of another clause. */
const FIRST_PERSON = /(?<![\p{L}'’])(?:i|we|my|our|mine|ours|myself|ourselves)(?![\p{L}])/iu;
const SPEAKER = /(?<![\p{L}'’])(?:me|us)(?![\p{L}])/iu;
const ANOTHER_CLAUSE =
  /(?<![\p{L}'’])(?:\p{L}+['’](?:s|re|ll|ve|d|m)|(?:i|we|he|she|they) \p{L}+|them|then|you know|i mean)(?![\p{L}])/iu;
/** "You" is whom it is done to: after the verb or a preposition, not where it begins a clause. */
const DONE_TO =
  /(?:^\p{L}+(?: (?:back|out|over|it|that|this))?|(?<![\p{L}])(?:to|for|with|from|about|on|at)) you(?![\p{L}'’])/giu;
const YOU = /(?<![\p{L}'’])you(?![\p{L}])/iu;
/** Something is missing after these. */
const UNFINISHED = /(?:^| )(?:to|for|with|from|about|on|at|in|by|before|after|and|or|but|the|a|an|of)$/iu;
const LONGEST_RETOLD_WORDS = 16;

/** A deed in the third person; null where that might come out wrong. */
export function retell(clause: string, by: Role | 'assigned'): string | null {
  const isLong = clause.split(' ').length > LONGEST_RETOLD_WORDS;
  if (isLong || ANOTHER_CLAUSE.test(clause) || UNFINISHED.test(clause)) return null;
  if (YOU.test(by === 'assigned' ? clause : clause.replaceAll(DONE_TO, ''))) return null;
  if (by === 'customer') return reportCustomer(clause);
  const isOwn = FIRST_PERSON.test(clause) || (by === 'agent' && SPEAKER.test(clause));
  return isOwn ? null : reportAgent(clause);
}

/** High for what is urgent or promised by the agent within a week. */
function priorityOf(
  commitment: Commitment,
  dueDate: string | null,
  recordedAt: string | null,
): 'high' | 'medium' {
  if (URGENT.test(commitment.sentence.norm)) return 'high';
  const soon = dueDate !== null && recordedAt !== null && daysUntil(dueDate, recordedAt) <= SOON_DAYS;
  return soon && commitment.assignee === 'agent' ? 'high' : 'medium';
}
