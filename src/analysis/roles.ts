import type { Role, Transcript } from '../domain/transcript.ts';
import { type Evidence, evidenceFrom } from '../text/evidence.ts';
import { AGENT_LABEL, CUSTOMER_LABEL } from '../text/names.ts';
import { parseTranscript } from '../text/parsed-transcript.ts';
import type { Sentence } from '../text/sentences.ts';
import { AGENT_CUES, CUSTOMER_CUES, type RoleCue } from '../understanding/role-cues.ts';

/**
 * Why a speaker has a role: it was given, the label names it, the speaker's words show it, or it is the one that remains.
 */
export type RoleBasis = 'given' | 'label' | 'content' | 'remaining' | 'none';

export interface RoleDecision {
  readonly speaker: string;
  readonly role: Role;
  readonly basis: RoleBasis;
  /** The sentences that show it most clearly; empty unless `basis` is `content`. */
  readonly evidence: readonly Evidence[];
}

/** How much a speaker sounds like an agent. */
interface Leaning {
  /** Positive for an agent, negative for a customer. */
  score: number;
  found: { sentence: Sentence; weight: number }[];
}

const EVIDENCE_PER_SPEAKER = 3;

/**
 * Decides who is agent and who is customer, and returns the transcript with these roles. Roles given by speaker label or
 * channel number go first, then roles in the transcript, labels that name a role, and last what is said. Who speaks first
 * never counts. With two speakers, the role of one decides that of the other.
 */
export function decideRoles(
  transcript: Transcript,
  given: Readonly<Record<string, Role>> = {},
): { transcript: Transcript; decisions: RoleDecision[] } {
  const decisions = new Map<string, RoleDecision>();
  for (const { speaker, channel, role } of transcript.utterances) {
    if (decisions.has(speaker) && decisions.get(speaker)?.role !== 'unknown') continue;
    decisions.set(speaker, decideWithoutContent(speaker, channel, role, given));
  }
  const undecided = [...decisions.values()]
    .filter(({ role }) => role === 'unknown')
    .map(({ speaker }) => speaker);
  if (undecided.length > 0) {
    for (const decision of decideFromContent(transcript, undecided, [...decisions.values()])) {
      decisions.set(decision.speaker, decision);
    }
  }
  const utterances = transcript.utterances.map((utterance) => ({
    ...utterance,
    role: decisions.get(utterance.speaker)?.role ?? utterance.role,
  }));
  return { transcript: { ...transcript, utterances }, decisions: [...decisions.values()] };
}

function decideWithoutContent(
  speaker: string,
  channel: number | null,
  role: Role,
  given: Readonly<Record<string, Role>>,
): RoleDecision {
  const key = [speaker, String(channel)].find((name) => Object.hasOwn(given, name));
  const givenRole = key === undefined ? undefined : given[key];
  if (givenRole !== undefined && givenRole !== 'unknown')
    return { speaker, role: givenRole, basis: 'given', evidence: [] };
  if (role !== 'unknown') return { speaker, role, basis: 'given', evidence: [] };
  const label = speaker.toLowerCase();
  if (AGENT_LABEL.test(label)) return { speaker, role: 'agent', basis: 'label', evidence: [] };
  if (CUSTOMER_LABEL.test(label)) return { speaker, role: 'customer', basis: 'label', evidence: [] };
  return { speaker, role: 'unknown', basis: 'none', evidence: [] };
}

function decideFromContent(
  transcript: Transcript,
  undecided: readonly string[],
  decisions: readonly RoleDecision[],
): RoleDecision[] {
  const [only, other] = decisions;
  if (decisions.length === 2 && only !== undefined && other !== undefined && undecided.length === 1) {
    const known = only.role === 'unknown' ? other : only;
    const role = known.role === 'agent' ? 'customer' : 'agent';
    return undecided.map((speaker) => ({ speaker, role, basis: 'remaining', evidence: [] }));
  }
  const { english, sentences } = parseTranscript(transcript);
  if (!english) return [];
  const leanings = new Map(
    undecided.map((speaker) => [speaker, { score: 0, found: [] } satisfies Leaning as Leaning]),
  );
  for (const sentence of sentences) lean(leanings.get(sentence.speaker), sentence);
  return decisions.length === 2
    ? decidePair(leanings)
    : [...leanings].map(([speaker, leaning]) => decideAlone(speaker, leaning));
}

function lean(leaning: Leaning | undefined, sentence: Sentence): void {
  if (leaning === undefined) return;
  const weight = weightOf(AGENT_CUES, sentence) - weightOf(CUSTOMER_CUES, sentence);
  if (weight === 0) return;
  leaning.score += weight;
  leaning.found.push({ sentence, weight });
}

function weightOf(cues: readonly RoleCue[], sentence: Sentence): number {
  return cues.reduce((sum, { weight, pattern }) => (pattern.test(sentence.norm) ? sum + weight : sum), 0);
}

/** Of two speakers, the one who sounds more like an agent is the agent. Undecided only where both score alike. */
function decidePair(leanings: ReadonlyMap<string, Leaning>): RoleDecision[] {
  const [first, second] = leanings;
  if (first === undefined || second === undefined || first[1].score === second[1].score) return [];
  const [agent, customer] = first[1].score > second[1].score ? [first, second] : [second, first];
  return [decided(agent[0], 'agent', agent[1]), decided(customer[0], 'customer', customer[1])];
}

function decideAlone(speaker: string, leaning: Leaning): RoleDecision {
  if (leaning.score === 0) return { speaker, role: 'unknown', basis: 'none', evidence: [] };
  return decided(speaker, leaning.score > 0 ? 'agent' : 'customer', leaning);
}

function decided(speaker: string, role: 'agent' | 'customer', { found }: Leaning): RoleDecision {
  const sign = role === 'agent' ? 1 : -1;
  const evidence = found
    .filter(({ weight }) => weight * sign > 0)
    .toSorted((a, b) => (b.weight - a.weight) * sign)
    .slice(0, EVIDENCE_PER_SPEAKER)
    .map(({ sentence }) => evidenceFrom(sentence));
  return { speaker, role, basis: evidence.length > 0 ? 'content' : 'remaining', evidence };
}
