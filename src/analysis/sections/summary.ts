import { z } from 'zod';
import { Engine, UNSUPPORTED_LANGUAGE } from '../../domain/engine.ts';
import { Evidence, evidenceFrom, evidenceList } from '../../text/evidence.ts';
import { asSentence, list, quoted, reportAgent, reportCustomer } from '../../text/rewrite.ts';
import type { Sentence } from '../../text/sentences.ts';
import { type CallFacts, customerName, retellAgent, retellCustomer } from '../../understanding/call-facts.ts';
import type { Commitment } from '../../understanding/commitments.ts';
import { OBJECTION_NAMES } from '../../understanding/objections.ts';
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
    const named = [people.customer, people.agent].flatMap((mention) =>
      mention === null ? [] : [mention.sentence],
    );
    return {
      engine: 'offline',
      title: writeTitle(facts),
      brief: writeBrief(facts),
      keyPoints: writeKeyPoints(facts),
      outcome: outcome.kind,
      prospectName: people.customer?.name ?? null,
      agentName: people.agent?.name ?? null,
      companyName: people.company,
      evidence: evidenceList([...new Set([...outcome.sentences.slice(0, 3), ...named])]),
    };
  },
});

interface KeyPoint {
  readonly text: string;
  readonly evidence: Evidence[];
}

const LONGEST_TITLE_CHARACTERS = 70;
const OUTBOUND = {
  task: 'to',
  knowledge: 'to ask about',
  subject: 'about',
  problem: 'because',
  state: 'because they',
  request: 'to ask them to',
};
const MOST_KEY_POINTS = 7;

/** A title to list the call by: its subject and the customer's name. */
function writeTitle(facts: CallFacts): string {
  const name = facts.people.customer?.name;
  const subject = subjectOf(facts);
  const title = facts.outbound
    ? `Call with ${name ?? 'the customer'}${subject === '' ? '' : `: ${subject}`}`
    : titleOf(subject, name);
  return title.length <= LONGEST_TITLE_CHARACTERS
    ? title
    : `${title.slice(0, LONGEST_TITLE_CHARACTERS - 1).trimEnd()}…`;
}

function titleOf(subject: string, name: string | undefined): string {
  if (subject === '') return name === undefined ? 'Call without a stated subject' : `Call from ${name}`;
  const opened = subject.charAt(0).toUpperCase() + subject.slice(1);
  return name === undefined ? opened : `${opened} – ${name}`;
}

function subjectOf({ need, outbound, phrases }: CallFacts): string {
  const topics = phrases
    .slice(0, outbound ? 1 : 2)
    .map(({ phrase }) => phrase)
    .join(', ');
  if (need === null || (outbound && need.kind === 'task')) return topics;
  const bare = need.clause
    .replace(/^there(?:'s| is| are|'re) /iu, '')
    .replaceAll(/(?<![\p{L}'])(?:my|our|your|the|an?|their) /giu, '');
  return bare.split(' ').length > 7 ? topics : bare.replace(/ (?:and|to|with|for|about)$/u, '');
}

/** One to three sentences: why they spoke, what was done or said, how it ended. */
function writeBrief(facts: CallFacts): string {
  return [openingOf(facts), middleOf(facts), endingOf(facts)]
    .filter((sentence) => sentence !== '')
    .map(asSentence)
    .join(' ');
}

function openingOf(facts: CallFacts): string {
  const { need, people, outbound, customer, agent } = facts;
  const company = people.company === null ? '' : ` ${people.company}`;
  if (need === null) return talkedAbout(facts);
  if (outbound) {
    const from = people.company === null ? '' : ` of ${people.company}`;
    return `${agent}${from} called ${customer} ${OUTBOUND[need.kind]} ${reportAgent(need.clause)}`;
  }
  const clause = reportCustomer(need.clause);
  const lowered = clause.charAt(0).toLowerCase() + clause.slice(1);
  switch (need.kind) {
    case 'task':
      return /^(?:their|a|an|some|the) /u.test(clause)
        ? `${customer} called${company} because they needed ${clause}`
        : `${customer} called${company} to ${clause}`;
    case 'knowledge':
      return `${customer} called${company} to ask ${/^(?:what|when|where|how|who|which|whether|if) /iu.test(clause) ? '' : 'about '}${clause}`;
    case 'subject':
      return `${customer} called${company} about ${clause}`;
    case 'state':
      return `${customer} called${company} because they ${clause}`;
    case 'problem':
      return `${customer} called${company} because ${lowered}`;
    case 'request':
      return `${customer} called${company} and asked ${agent} to ${clause}`;
  }
}

function talkedAbout({ people, customer, agent, phrases }: CallFacts): string {
  const company = people.company === null ? '' : ` of ${people.company}`;
  const topics = phrases.slice(0, 3).map(({ phrase }) => phrase);
  const about = topics.length === 0 ? '' : ` about ${list(topics)}`;
  return `${agent}${company} and ${customer} spoke${about}`;
}

function middleOf(facts: CallFacts): string {
  const [objection] = facts.objections;
  const [pain] = facts.pains;
  if (facts.outbound && objection !== undefined) {
    const raised = `${customerName(facts)} raised ${OBJECTION_NAMES[objection.kind]} (${quoted(objection.sentence.text, 14)})`;
    if (objection.settled === null) return raised;
    return objection.settled ? `${raised} and accepted the answer` : `${raised}, which was not settled`;
  }
  const [resolution] =
    facts.outcome.kind === 'unresolved' ? facts.refusals : [...facts.resolutions, ...facts.refusals];
  if (resolution !== undefined) return agentReport(facts, resolution);
  if (pain !== undefined && pain !== facts.need?.sentence)
    return `${customerName(facts)} said that ${retellCustomer(pain)}`;
  return '';
}

/** The agent's report of what was done, as a statement about the agent. */
function agentReport(facts: CallFacts, sentence: Sentence): string {
  const retold = retellAgent(sentence);
  const name = facts.people.agent?.name ?? 'the agent';
  if (retold.startsWith('the agent ')) return `${name} ${retold.slice('the agent '.length)}`;
  return `${name} told them that ${retold.replace(/^that /u, 'the ')}`;
}

function endingOf(facts: CallFacts): string {
  const { outcome, satisfied } = facts;
  const [shown] = outcome.sentences;
  switch (outcome.kind) {
    case 'resolved':
      return satisfied === null ? '' : `${customerName(facts)} needed nothing else`;
    case 'follow_up': {
      const steps = nextSteps(facts);
      return steps === '' ? '' : `Next, ${steps}`;
    }
    case 'escalated':
      return shown === undefined ? '' : `The call was passed on: ${retellAgent(shown)}`;
    case 'unresolved':
      return shown === undefined
        ? 'It ended without a solution'
        : `It ended unresolved: ${quoted(shown.text, 16)}`;
    case 'unknown':
      return '';
  }
}

/** The first two firm commitments, those of one person joined: "Jordan will send them the proposal and meet them". */
function nextSteps(facts: CallFacts): string {
  const firm = facts.commitments.filter(({ deed }) => deed).slice(0, 2);
  const byPerson = Map.groupBy(firm, ({ assignee }) => assignee);
  return list([...byPerson.values()].map((commitments) => nextStep(facts, commitments)));
}

function nextStep(facts: CallFacts, commitments: readonly Commitment[]): string {
  const deeds = commitments.map(({ clause, by }) =>
    by === 'customer' ? reportCustomer(clause) : reportAgent(clause),
  );
  const who = commitments[0]?.assignee === 'agent' ? facts.agent : customerName(facts);
  return `${who} will ${list(deeds.map((deed) => deed.replace(/^meet (?!with)/u, 'meet them ')))}`;
}

/** The points of the call in order of time: need, pains, objections, what was done, what comes next. */
function writeKeyPoints(facts: CallFacts): KeyPoint[] {
  const points: { at: number; point: KeyPoint }[] = [];
  const add = (text: string, sentences: readonly Sentence[]): void => {
    const at = sentences[0]?.startMs ?? 0;
    if (text !== '')
      points.push({ at, point: { text: asSentence(text), evidence: sentences.map(evidenceFrom) } });
  };
  if (facts.need !== null) add(openingOf(facts), [facts.need.sentence]);
  for (const pain of facts.pains.filter((sentence) => sentence !== facts.need?.sentence).slice(0, 2)) {
    add(`${customerName(facts)} said that ${retellCustomer(pain)}`, [pain]);
  }
  for (const { kind, sentence, settled, accepted } of facts.objections.slice(0, 2)) {
    const end = settled === null ? '' : settled ? '; the answer was accepted' : '; it was not settled';
    add(
      `${customerName(facts)} raised ${OBJECTION_NAMES[kind]}${end}`,
      accepted === null ? [sentence] : [sentence, accepted],
    );
  }
  for (const sentence of facts.resolutions.slice(0, 2)) add(agentReport(facts, sentence), [sentence]);
  for (const commitment of facts.commitments.filter(({ deed }) => deed).slice(0, 2)) {
    add(nextStep(facts, [commitment]), [commitment.sentence]);
  }
  if (facts.satisfied !== null) add(`${customerName(facts)} needed nothing else`, [facts.satisfied]);
  const ordered = points.toSorted((a, b) => a.at - b.at).map(({ point }) => point);
  if (ordered.length > 0) return ordered.slice(0, MOST_KEY_POINTS);
  return facts.phrases.slice(0, 3).map(({ phrase, sentences }) => ({
    text: `They spoke about ${phrase}.`,
    evidence: sentences.slice(0, 1).map(evidenceFrom),
  }));
}
