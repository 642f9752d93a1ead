import type { Role, Transcript } from '../domain/transcript.ts';
import { type Evidence, evidenceFrom } from '../text/evidence.ts';
import { AGENT_LABEL, CUSTOMER_LABEL } from '../text/names.ts';
import { parseTranscript } from '../text/parsed-transcript.ts';
import { phrases } from '../text/phrases.ts';
import type { Sentence } from '../text/sentences.ts';

/**
 * Why a speaker has a role: it was given, the label names it, the speaker's words show it, or it is the one that remains.
 */
type RoleBasis = 'given' | 'label' | 'content' | 'remaining' | 'none';

interface RoleDecision {
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

/** A way of speaking that tells the two sides of a business call apart. */
interface RoleCue {
  /** How much one sentence of the kind says, 1 (a hint) to 4 (hardly ever said by the other side). */
  readonly weight: number;
  readonly pattern: RegExp;
}

/** Speaking for the business: welcoming, offering, asking for identification, reporting what was done. */
const AGENT_CUES: readonly RoleCue[] = [
  {
    weight: 4,
    pattern: phrases(
      '(?:thank you|thanks) for (?:calling|choosing|contacting|reaching out to)',
      'welcome to',
    ),
  },
  {
    weight: 4,
    pattern: phrases(
      'how (?:can|may|could) (?:i|we) (?:help|assist)(?: you)?',
      'what can i (?:do|help)(?: you)?',
    ),
  },
  {
    weight: 4,
    pattern: phrases('anything else (?:that )?i can (?:help|do|assist)', 'anything else you need'),
  },
  {
    weight: 3,
    pattern: phrases(
      '(?:may|can|could) i (?:please )?(?:have|get|take|ask for) your',
      'am i speaking (?:with|to)',
      'who am i speaking (?:with|to)',
    ),
  },
  {
    weight: 3,
    pattern: phrases(
      "(?:i'm |i am )?calling (?:from|on behalf of|because we(?:'re| are)?)",
      'my name is .* (?:from|with|calling from)',
      'the reason for my call',
      'recorded line',
      'call (?:is|may be) (?:being )?recorded',
    ),
  },
  {
    weight: 3,
    pattern: phrases(
      "(?:i|we)(?:'d| would) be happy to",
      'i can (?:certainly |definitely |absolutely )?(?:help|assist) you',
      'let me pull up',
      'put you on hold',
      'transfer you to',
    ),
  },
  {
    weight: 3,
    pattern: phrases(
      "what(?:'s| is) your (?:first|last|full|phone|account|order|policy|date|email|e-mail|name|address|zip|budget|timeline)",
      '(?:verify|confirm) your',
    ),
  },
  {
    weight: 2,
    pattern: phrases(
      "(?:this is|it's) .* (?:bank|support|service|services|center|auto|insurance|company|group|solutions|clinic|desk|department)",
    ),
  },
  {
    weight: 2,
    pattern: phrases(
      '(?:which|what) .* would you (?:like|prefer)',
      'would you (?:like|prefer|be open|be interested|mind)',
      'are you (?:currently|looking|interested|familiar|available)',
    ),
  },
  {
    weight: 2,
    pattern: phrases(
      "i(?:'ve| have) (?:ordered|scheduled|sent|transferred|processed|updated|reset|cancelled|canceled|booked|placed|submitted|applied|opened|noted)",
    ),
  },
  {
    weight: 2,
    pattern: phrases(
      'your (?:.* )?(?:balance|order|appointment|card|account|request|link|refund|payment) (?:is|has|will|was)',
      'you should (?:receive|be able|get|see)',
    ),
  },
  {
    weight: 2,
    pattern: phrases(
      'we (?:offer|provide|have|carry|specialize|work with|help)',
      'our (?:platform|product|team|system|customers|clients|policy|records|plans|software|service|technicians)',
    ),
  },
  {
    weight: 2,
    pattern: phrases(
      'have a (?:great|good|nice|wonderful|lovely) (?:day|one|evening|afternoon|weekend|rest)',
      'does (?:that|this|monday|tuesday|wednesday|thursday|friday) (?:.* )?work for you',
    ),
  },
  {
    weight: 1,
    pattern: phrases(
      'one (?:moment|second) please',
      'please hold',
      'bear with me',
      'let me (?:check|look|see)',
      "it(?:'s| is) on the way",
    ),
  },
];

/** Speaking for oneself: stating a need, a problem, an objection, or that nothing else is needed. */
const CUSTOMER_CUES: readonly RoleCue[] = [
  {
    weight: 3,
    pattern: phrases(
      "i(?:'d| would) (?:just )?like (?:to|a|an|some)",
      'i (?:need|want|wanted|have) to (?:check|know|order|pay|transfer|reset|replace|schedule|cancel|return|change|buy|get|make|report|speak|talk|find|update|move|book|set)',
    ),
  },
  {
    weight: 3,
    pattern: phrases(
      "i(?:'m| am| was) calling (?:about|because|to|in|regarding|for)",
      'i (?:was wondering|was hoping|lost|forgot|bought|ordered|purchased|received)',
    ),
  },
  {
    weight: 3,
    pattern: phrases(
      "(?:that's|that is|that was|that'll be|that will be|that was going to be|that was gonna be|think that will be) (?:it|all)(?: .*)?",
      'all (?:that )?i need(?:ed)?',
    ),
  },
  {
    weight: 3,
    pattern: phrases(
      'i have an? (?:question|problem|issue|complaint|warning|concern)',
      'having (?:trouble|problems|an issue|issues)',
    ),
  },
  {
    weight: 2,
    pattern: phrases(
      'can you (?:send|tell|help|give|get|explain|cancel) me',
      "(?:i'd|i would|i will) have to (?:talk|think|check|ask)",
      'talk (?:to|with) my',
      "(?:i'm|we're|i am|we are) not interested",
      'too expensive',
    ),
  },
  {
    weight: 2,
    pattern: phrases(
      'my (?:.* )?(?:account|card|bill|order|car|phone|password|insurance|appointment|policy|subscription|warranty)',
      "(?:we're|we are) (?:currently|using|looking|struggling)",
      'we (?:currently use|use|already have)',
    ),
  },
  {
    weight: 2,
    pattern: phrases(
      'do you (?:have|offer|sell|carry|take|accept|guys)',
      'how much (?:is|does|would|will|do)',
    ),
  },
  {
    weight: 1,
    pattern: phrases('you too', 'you as well', 'same to you', 'yes please', 'no thank you', 'no thanks'),
  },
];
