import type { Role } from '../../domain/transcript.ts';
import { NEED_CUES, PURPOSE_CUES, type NeedCue, type NeedKind } from '../text/need-phrases.ts';
import type { Reading } from '../text/reading.ts';
import { bareClause, shorten } from '../text/rewrite.ts';
import type { Sentence } from '../text/sentences.ts';

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
/** A question inside a need: with its verb ("is", "are") it asks for a thing, without one it is told as it is. */
const ASKED = /^(?:what|when|where|how|who|which) (?:(?:is|are) (.+)|(.+) (?:is|are))$/iu;
/** A new clause after the need: everything from here on is another matter. */
const NEXT_CLAUSE =
  /(?:,? (?:and|but|so|because|since|if|when|as)|,) (?:i|i'm|i've|we|we're|it|it's|my|can|could|would|you|they|there|that|this|see|is)(?= |').*$|,? (?:today|please)$|[,;] ?(?:please|and|but|so)$/iu;

/** Needs the customer states in the opening of the call, the best stated first. */
export function findNeeds(reading: Reading): Need[] {
  return statedBy(reading, 'customer', NEED_CUES);
}

/** What an agent who places the call says it is for, the best stated first. */
export function findPurposes(reading: Reading): Need[] {
  return statedBy(reading, 'agent', PURPOSE_CUES);
}

function statedBy(reading: Reading, by: Role, cues: readonly NeedCue[]): Need[] {
  const opening = reading.sentences.filter(({ role }) => role === by).slice(0, OPENING_SENTENCES);
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
