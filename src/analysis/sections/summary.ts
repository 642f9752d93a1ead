import { z } from 'zod';
import { Engine, UNSUPPORTED_LANGUAGE } from '../engine.ts';
import { Evidence, evidenceList } from '../evidence.ts';
import { writeBrief, writeKeyPoints, writeTitle } from '../facts/summary-text.ts';
import { defineSection } from '../section.ts';

const CallOutcome = z.enum(['resolved', 'unresolved', 'follow_up', 'escalated', 'unknown']);

export const Summary = z.strictObject({
  engine: Engine,
  /** A few words to list the call by; null where nothing was said in a known language. */
  title: z.string().nullable(),
  /** One to three sentences: what the call was about, what happened, how it ended. */
  brief: z.string().nullable(),
  keyPoints: z.array(z.strictObject({ text: z.string(), evidence: z.array(Evidence) })),
  outcome: CallOutcome,
  /** Name of the customer or prospect as said in the call. */
  prospectName: z.string().nullable(),
  agentName: z.string().nullable(),
  companyName: z.string().nullable(),
  /** What the outcome and the names rest on. */
  evidence: z.array(Evidence),
});
export type Summary = z.infer<typeof Summary>;

const EMPTY = {
  title: null,
  brief: null,
  keyPoints: [],
  outcome: 'unknown',
  prospectName: null,
  agentName: null,
  companyName: null,
  evidence: [],
} as const;

export const summary = defineSection({
  name: 'summary',
  schema: Summary,
  prompt: {
    version: 1,
    group: 'story',
    text: 'Summarise the call for a team lead who has not heard it: a short title, a brief of one to three sentences (why they spoke, what was done, how it ended), the key points in order with a verbatim quote each, the outcome, and the names of customer, agent and company as they were said. State only what was said.',
  },
  settle: (judged, { transcript }) => {
    const said = transcript.utterances.map(({ text }) => text.toLowerCase()).join(' ');
    const asSaid = (name: string | null) =>
      name !== null && said.includes(name.toLowerCase()) ? name : null;
    return {
      ...judged,
      keyPoints: judged.keyPoints.filter(({ evidence }) => evidence.length > 0),
      prospectName: asSaid(judged.prospectName),
      agentName: asSaid(judged.agentName),
      companyName: asSaid(judged.companyName),
    };
  },
  offline: ({ story, reading }): Summary => {
    const nothing = { ...EMPTY, keyPoints: [], evidence: [] };
    if (story === null) return { engine: UNSUPPORTED_LANGUAGE, ...nothing };
    if (reading.spoken.length === 0) return { engine: 'offline', ...nothing };
    const { people, outcome } = story;
    const named = [people.customer, people.agent].flatMap((mention) =>
      mention === null ? [] : [mention.sentence],
    );
    return {
      engine: 'offline',
      title: writeTitle(story),
      brief: writeBrief(story),
      keyPoints: writeKeyPoints(story),
      outcome: outcome.kind,
      prospectName: people.customer?.name ?? null,
      agentName: people.agent?.name ?? null,
      companyName: people.company,
      evidence: evidenceList([...new Set([...outcome.sentences.slice(0, 3), ...named])]),
    };
  },
});
