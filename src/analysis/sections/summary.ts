import { z } from 'zod';
import { Engine, UNSUPPORTED_LANGUAGE } from '../../domain/engine.ts';
import { type Clause, clauseEvidence, isQuestion, writtenClause } from '../../text/clauses.ts';
import { Evidence, evidenceList } from '../../text/evidence.ts';
import { phrases } from '../../text/sentences.ts';
import { agentName, type CallFacts, customerName } from '../../understanding/call-facts.ts';
import type { Quotation } from '../../understanding/gist.ts';
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
    group: 'content',
    text: 'Summarise the call for a team lead who has not heard it: a short title, a brief of one to three sentences (why they spoke, what was done, how it ended), the key points in order with a verbatim quote each, the outcome, and the names of customer, agent and company as they were said. State only what was said.',
  },
  settle: (answer, { transcript }) => {
    const callText = transcript.utterances.map(({ text }) => text.toLowerCase()).join(' ');
    const ifNamed = (name: string | null) =>
      name !== null && callText.includes(name.toLowerCase()) ? name : null;
    return {
      ...answer,
      keyPoints: answer.keyPoints.filter(({ evidence }) => evidence.length > 0),
      prospectName: ifNamed(answer.prospectName),
      agentName: ifNamed(answer.agentName),
      companyName: ifNamed(answer.companyName),
    };
  },
  offline: ({ facts, trusted }): Summary => {
    const nothing = { ...EMPTY, keyPoints: [], evidence: [] };
    if (facts === null) return { engine: UNSUPPORTED_LANGUAGE, ...nothing };
    if (trusted.utterances.length === 0) return { engine: 'offline', ...nothing };
    const { people, outcome } = facts;
    const brief = writeBrief(facts);
    const named = [people.customer, people.agent].flatMap((mention) =>
      mention === null ? [] : [mention.sentence],
    );
    return {
      engine: 'offline',
      title: writeTitle(facts),
      brief: brief.length === 0 ? null : brief.map(({ text }) => text).join(' '),
      keyPoints: writeKeyPoints(facts, brief),
      outcome: outcome.kind,
      prospectName: people.customer?.name ?? null,
      agentName: people.agent?.name ?? null,
      companyName: people.company,
      evidence: [
        ...brief.map(({ clause }) => clauseEvidence(clause)),
        ...evidenceList([...new Set([...outcome.sentences.slice(0, 3), ...named])]),
      ],
    };
  },
});

type KeyPoint = Summary['keyPoints'][number];

const LONGEST_TITLE_CHARACTERS = 70;
const MOST_KEY_POINTS = 4;

/** A sentence of the report that quotes the call, and what it rests on. */
interface Statement {
  readonly text: string;
  readonly clause: Clause;
}

/** One to three sentences: why they spoke, what the agent did or said, how it ended. Each quotes a turn of its own. */
function writeBrief(facts: CallFacts): Statement[] {
  const { reason, done, end } = facts.gist;
  return [
    ...(reason === null ? [] : [opening(facts, reason)]),
    ...(done === null ? [] : [statement(facts, done)]),
    ...(end === null ? [] : [ending(facts, end)]),
  ];
}

function opening(facts: CallFacts, quotation: Quotation): Statement {
  const company = facts.people.company;
  const question = isQuestion(quotation.clause);
  const quote = quotedClause(quotation);
  const say = question ? 'asking' : 'saying';
  if (quotation.role === 'customer' && facts.direction === 'inbound') {
    const called = company === null ? 'called' : `called ${company}`;
    return { text: `${capital(customerName(facts))} ${called}, ${say}: ${quote}`, clause: quotation.clause };
  }
  if (quotation.role === 'agent' && facts.direction === 'outbound') {
    const from = company === null ? '' : ` of ${company}`;
    const who = `${capital(agentName(facts))}${from} called ${customerName(facts)}`;
    return { text: `${who}, ${say}: ${quote}`, clause: quotation.clause };
  }
  return statement(facts, quotation);
}

function statement(facts: CallFacts, quotation: Quotation): Statement {
  const who = quotation.role === 'agent' ? agentName(facts) : customerName(facts);
  return {
    text: `${capital(who)} ${verbOf(facts, quotation)}: ${quotedClause(quotation)}`,
    clause: quotation.clause,
  };
}

function ending(facts: CallFacts, quotation: Quotation): Statement {
  const { text, clause } = statement(facts, quotation);
  const late = quotation.turn >= facts.acts.turns.length * LATE ? 'Towards the end' : 'Later';
  return { text: `${late}, ${lowerFirst(text)}`, clause };
}

/** Says of a quote only what can be seen: a promise has a verb in the future, an offer is clearly one. */
function verbOf({ acts }: CallFacts, quotation: Quotation): string {
  if (isQuestion(quotation.clause)) return 'asked';
  const future = FUTURE.test(quotation.clause.words.join(' '));
  if (future && acts.probability(quotation.turn, 'commitment') >= SURE) return 'promised';
  return quotation.role === 'agent' && acts.probability(quotation.turn, 'offer') >= SURE ? 'offered' : 'said';
}

const SURE = 0.6;
const LATE = 0.7;
const FUTURE = phrases(
  "(?:i|we)(?:'ll| will| shall| am going to|'m going to|'re going to| are going to|'m gonna)",
);

/** In quotation marks, with the full stop of the sentence after them. */
function quotedClause({ clause }: Quotation): string {
  const words = writtenClause(clause).replaceAll(/[“”"]/gu, "'");
  return /[?!]$/u.test(words) ? `“${words}”` : `“${words}”.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "The customer said" after another word of the sentence; a name keeps its capital. */
function lowerFirst(text: string): string {
  return /^The (?:agent|customer) /u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** What else a lead would want to know, in order of time; nothing that the brief quotes. */
function writeKeyPoints(facts: CallFacts, brief: readonly Statement[]): KeyPoint[] {
  const quotedTurns = new Set(brief.map(({ clause }) => clause.utterance.index));
  return facts.gist.more
    .filter(({ clause }) => !quotedTurns.has(clause.utterance.index))
    .slice(0, MOST_KEY_POINTS)
    .toSorted((a, b) => a.turn - b.turn)
    .map((quotation) => statement(facts, quotation))
    .map(({ text, clause }) => ({ text, evidence: [clauseEvidence(clause)] }));
}

/** A title to list the call by: with whom, about what; never more than is known. */
function writeTitle(facts: CallFacts): string {
  const name = facts.people.customer?.name;
  const topic = subjectOf(facts);
  const call = name === undefined ? 'Call' : `Call with ${name}`;
  const title = topic === null ? call : `${call}: ${topic}`;
  return title.length <= LONGEST_TITLE_CHARACTERS ? title : call.slice(0, LONGEST_TITLE_CHARACTERS);
}

/** The heaviest phrase that the reason names, else one that is said several times; `null` where neither is there. */
function subjectOf({ phrases, gist }: CallFacts): string | null {
  const reason = gist.reason?.clause.utterance.index;
  const named = phrases.find(({ sentences }) => sentences.some(({ utterance }) => utterance === reason));
  return (named ?? phrases.find(({ count }) => count >= OFTEN))?.phrase ?? null;
}

const OFTEN = 3;
