import type { Role } from '../domain/transcript.ts';
import type { ParsedTranscript, ParsedUtterance } from '../text/parsed-transcript.ts';
import { bareClause, shorten } from '../text/rewrite.ts';
import type { Sentence } from '../text/sentences.ts';
import { OFFERS_HELP, OFFERS_MORE, WILLING } from './courtesy.ts';

/** What the call is for, in the words of the one who says it. */
export interface Need {
  readonly kind: NeedKind;
  readonly by: Role;
  readonly sentence: Sentence;
  /** The need itself, tidied, still in the first person: "check my account balance". */
  readonly clause: string;
}

/** Needs are looked for in this many first sentences of a side: what comes later is detail. */
const OPENING_SENTENCES = 12;
const LONGEST_NEED_WORDS = 18;
const SHORTEST_NEED_WORDS = 2;
/** Says only that something is needed, not what. */
const VACUOUS =
  /^(?:(?:if |whether )?(?:you )?(?:could |can )?(?:please )?(?:help|assist)(?: (?:me|us))?(?: out)?|get (?:it|that|this) done|do (?:it|that)|ask (?:you )?(?:something|a question)|(?:a|some) (?:help|question))(?: with (?:that|this|it|something|you guys|you))?$/iu;
/** A question inside a need: with "is" or "are" it asks for a thing and is shortened to that thing. */
const ASKED = /^(?:what|when|where|how|who|which) (?:(?:is|are) (.+)|(.+) (?:is|are))$/iu;
/** A new clause after the need, which no longer belongs to it. */
const NEXT_CLAUSE =
  /(?:,? (?:and|but|so|because|since|if|when|as)|,) (?:i|i'm|i've|we|we're|it|it's|my|can|could|would|you|they|there|that|this|see|is)(?= |').*$|,? (?:today|please)$|[,;] ?(?:please|and|but|so)$/iu;

/** Needs the customer states in the opening of the call, the best stated first. */
export function findNeeds(transcript: ParsedTranscript): Need[] {
  return statedBy(transcript, 'customer', NEED_CUES);
}

/** What an agent who places the call says it is for, the best stated first. */
export function findPurposes(transcript: ParsedTranscript): Need[] {
  return statedBy(transcript, 'agent', PURPOSE_CUES);
}

function statedBy(transcript: ParsedTranscript, by: Role, cues: readonly NeedCue[]): Need[] {
  const opening = transcript.sentences.filter(({ role }) => role === by).slice(0, OPENING_SENTENCES);
  const stated = opening
    .flatMap((sentence, position) =>
      cues.flatMap(({ kind, pattern }, rank) => {
        const clause = clauseAfter(sentence, pattern, kind);
        const long = clause.split(' ').length >= (kind === 'task' ? SHORTEST_NEED_WORDS : 1);
        if (clause === '' || !long || VACUOUS.test(clause)) return [];
        return [{ need: { kind, by, sentence, clause }, rank: rank + position }];
      }),
    )
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ need }) => need);
  return stated.filter(({ sentence }, at) => stated.findIndex((other) => other.sentence === sentence) === at);
}

function clauseAfter(sentence: Sentence, pattern: RegExp, kind: NeedKind): string {
  const match = pattern.exec(sentence.norm);
  if (match === null) return '';
  const before = sentence.norm.slice(0, match.index + match[0].length).trim();
  const skipped = before === '' ? 0 : before.split(' ').length;
  const offset = sentence.tokens[0]?.start ?? 0;
  const from = sentence.tokens[skipped]?.start;
  if (from === undefined) return '';
  const clause = bareClause(sentence.text.slice(from - offset)).replace(NEXT_CLAUSE, '');
  const bare = bareClause(clause);
  const asked = kind === 'knowledge' ? ASKED.exec(bare) : null;
  return shorten(asked?.[1] ?? asked?.[2] ?? bare, LONGEST_NEED_WORDS);
}

/** Where the agent makes plain what the call is for. */
interface PurposeDeclaration {
  readonly sentence: Sentence;
  /** The agent's turn, from 1. */
  readonly turn: number;
}

/**
 * The agent's first sentence that says what the call is for: the reason for calling, or where the customer called, an
 * offer to help or taking up the need. A turn is a run of the agent's utterances with nobody else's in between.
 */
export function findPurposeDeclaration(
  transcript: ParsedTranscript,
  { need, outbound }: { readonly need: Need | null; readonly outbound: boolean },
): PurposeDeclaration | null {
  const purposes = new Set(findPurposes(transcript).map(({ sentence }) => sentence));
  const needAtMs = need === null || outbound ? Infinity : need.sentence.startMs;
  for (const { utterance, turn } of agentTurns(transcript)) {
    const sentence = utterance.sentences.find(
      (candidate) =>
        purposes.has(candidate) ||
        OFFERS_HELP.test(candidate.norm) ||
        (candidate.startMs > needAtMs && WILLING.test(candidate.norm) && !OFFERS_MORE.test(candidate.norm)),
    );
    if (sentence !== undefined) return { sentence, turn };
  }
  return null;
}

/** Which of the agent's turns the utterance is in, from 1; `null` where it is not the agent's. */
export function agentTurnOf(transcript: ParsedTranscript, utterance: number): number | null {
  return agentTurns(transcript).find((entry) => entry.utterance.index === utterance)?.turn ?? null;
}

function agentTurns({ utterances }: ParsedTranscript): { utterance: ParsedUtterance; turn: number }[] {
  let turn = 0;
  return utterances.flatMap((utterance, position) => {
    if (utterance.role !== 'agent') return [];
    if (utterances[position - 1]?.speaker !== utterance.speaker) turn += 1;
    return [{ utterance, turn }];
  });
}

/** How a wording of a need is told by someone else. */
type NeedKind = 'task' | 'knowledge' | 'state' | 'subject' | 'problem' | 'request';

/** A wording by which callers say what they need; what follows it is the need. */
interface NeedCue {
  readonly kind: NeedKind;
  readonly pattern: RegExp;
}

/** A pattern that is all look-ahead marks where the need begins and takes no word of it. */
const cue = (kind: NeedKind, pattern: string): NeedCue => ({
  kind,
  pattern: new RegExp(`(?<![^ ])${pattern.startsWith('(?=') ? pattern : `(?:${pattern})(?: |$)`}`, 'u'),
});

const SUBJECT = '(?:i|we)';
const WANT = `(?:(?:${SUBJECT} (?:would|'d) (?:just |also |really )?(?:like|love)|i'd (?:just |also |really )?(?:like|love)|we'd like|${SUBJECT} (?:just |also |really |kind of )?(?:need|needed|want|wanted|have|am trying|was trying|was hoping|was looking|am looking|wish))|i'm (?:trying|looking|hoping|calling|just calling)|we're (?:trying|looking|hoping)|${SUBJECT} (?:am|was|were) (?:just )?calling)`;
const WH = '(?:what|when|where|how|who|which|whether|if)';

/** In order of how well each states the reason for a call. */
const NEED_CUES: readonly NeedCue[] = [
  cue('knowledge', `${WANT} to (?:know|find out|ask|inquire)(?: about)?(?: uh| um)*`),
  cue('knowledge', `(?:i was wondering|can you tell me|could you tell me|do you know)(?= ${WH} )`),
  cue('task', `${WANT} to(?: (?:uh|um|see if (?:i|we) (?:can|could)))*`),
  cue('subject', "(?:i'm|i am|i was|we're) (?:just )?calling (?:about|regarding|because of|for)"),
  cue(
    'subject',
    "(?:i have|i had|i have got|i've got|we have) (?:a|an|some) (?:\\w+ )?(?:question|questions|problem|problems|issue|issues|complaint|concern)(?: (?:about|with|regarding|on))?",
  ),
  cue(
    'state',
    '(?:i|we)(?= (?:lost|forgot|misplaced|broke|damaged|received|never received|missed|got charged|was charged|got locked out)(?: |$))',
  ),
  cue(
    'problem',
    "(?=(?:my|our) (?:[\\w'-]+ ){1,4}(?:keeps|is not|isn't|is broken|won't|doesn't|does not|stopped|has stopped|has been|is down|was stolen|got|went)(?: |$))",
  ),
  cue('problem', "(?=there(?:'s| is| are|'re) (?:a|an|some|something|no) )"),
  cue('problem', "(?=(?:i'm|i am|we're|we are) (?:having|experiencing|getting|struggling)(?: |$))"),
  cue('task', '(?:i was wondering if i could|i was wondering whether i could|is it possible to)'),
  cue('request', '(?:can|could|would|will) you (?:please )?'),
  cue('task', '(?:can|could|may) i'),
  cue('task', "(?:i need|i want|i would like|i'd like|i'm looking for|we need|we're looking for)"),
];

/** How an agent who places the call says what it is for. */
const PURPOSE_CUES: readonly NeedCue[] = [
  cue('task', '(?:the )?(?:reason|purpose) (?:for|of) (?:my|this|the|our) call(?: today)? is (?:just )?to'),
  cue('subject', '(?:the )?(?:reason|purpose) (?:for|of) (?:my|this|the|our) call(?: today)? is'),
  cue('task', "(?:i'm|i am|i was|we're) (?:just )?(?:calling|reaching out)(?: you)?(?: today)? to"),
  cue(
    'subject',
    "(?:i'm|i am|i was|we're) (?:just )?(?:calling|reaching out)(?: you)?(?: today)? (?:about|regarding|because of|concerning)",
  ),
  cue('problem', "(?:i'm|i am|i was|we're) (?:just )?(?:calling|reaching out)(?: you)?(?: today)? because"),
  cue('task', '(?:i|we) (?:just )?(?:wanted|would like|want) to(?! (?:make sure|thank))'),
];
