import { z } from 'zod';
import { Engine, UNSUPPORTED_LANGUAGE } from '../../domain/engine.ts';
import { daysUntil, findDates } from '../../text/dates.ts';
import { Evidence, evidenceFrom } from '../../text/evidence.ts';
import { asSentence, reportAgent, reportCustomer } from '../../text/rewrite.ts';
import { type CallFacts, customerName } from '../../understanding/call-facts.ts';
import { type Commitment, URGENT } from '../../understanding/commitments.ts';
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

export const actionItems = defineSection({
  name: 'actionItems',
  schema: ActionItems,
  prompt: {
    version: 1,
    group: 'content',
    text: 'List what somebody is to do after the call: an instruction in the imperative, who does it (agent or customer), the calendar date if one was said (resolve it against the date of the call), the priority, and the verbatim promise or request. Leave out what was done during the call.',
  },
  settle: (answer) => ({ ...answer, items: answer.items.filter(({ evidence }) => evidence.length > 0) }),
  offline: ({ facts, recordedAt }): ActionItems => {
    if (facts === null) return { engine: UNSUPPORTED_LANGUAGE, items: [] };
    return {
      engine: 'offline',
      items: facts.commitments.map((commitment) => {
        const dueDate = findDates(commitment.clause, recordedAt)[0]?.date ?? null;
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

function describe({ clause, condition, by, assignee }: Commitment, facts: CallFacts): string {
  const report = by === 'customer' ? reportCustomer : reportAgent;
  const retold = report(condition === null ? clause : `${clause} ${condition}`);
  const named = assignee === 'agent' ? retold.replace(/\bthem\b/u, customerName(facts)) : retold;
  const met = named.replace(/^meet (?=next|on|at|this|tomorrow|again)/u, `meet ${customerName(facts)} `);
  return asSentence(met.replace(/^make sure (?:to |that )?/u, '')).replace(/\.$/u, '');
}

/** High for what is urgent or promised by the agent within a week, low for what is conditional or vague. */
function priorityOf(
  commitment: Commitment,
  dueDate: string | null,
  recordedAt: string | null,
): 'high' | 'medium' | 'low' {
  if (URGENT.test(commitment.clause.toLowerCase())) return 'high';
  if (commitment.tentative) return 'low';
  const soon = dueDate !== null && recordedAt !== null && daysUntil(dueDate, recordedAt) <= SOON_DAYS;
  return soon && commitment.assignee === 'agent' ? 'high' : 'medium';
}
