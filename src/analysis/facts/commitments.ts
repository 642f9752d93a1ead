import type { Role } from '../../domain/transcript.ts';
import {
  ASSIGNMENT,
  CONDITION,
  DELEGATED,
  NEXT_THOUGHT,
  NOT_A_COMMITMENT,
  PROMISE,
  PROPOSAL,
  TENTATIVE,
} from '../text/commitment-phrases.ts';
import type { Reading } from '../text/reading.ts';
import { bareClause, shorten } from '../text/rewrite.ts';
import type { Sentence } from '../text/sentences.ts';

/** Something somebody is to do after the call. */
export interface Commitment {
  readonly assignee: 'agent' | 'customer';
  /** Who says it: a promise is the speaker's own, an assignment falls to the other side. */
  readonly by: Role;
  /** From the verb on, tidied, in the speaker's words: "send you the proposal by Friday". */
  readonly clause: string;
  /** "if it still drops after tomorrow"; null for an unconditional one. */
  readonly condition: string | null;
  readonly tentative: boolean;
  readonly sentence: Sentence;
}

const LONGEST_CLAUSE_WORDS = 24;
const SHORTEST_CLAUSE_WORDS = 2;
const KINDS = [
  { pattern: PROMISE, falls: 'speaker' },
  { pattern: PROPOSAL, falls: 'agent' },
  { pattern: DELEGATED, falls: 'agent' },
  { pattern: ASSIGNMENT, falls: 'other' },
] as const;

/** Promises, proposals and assignments of the call, in order; each wording once. */
export function findCommitments(reading: Reading): Commitment[] {
  const seen = new Set<string>();
  return reading.sentences.flatMap(commitmentsIn).filter(({ clause, assignee }) => {
    const key = `${assignee} ${clause.toLowerCase()}`;
    return seen.size < seen.add(key).size;
  });
}

function commitmentsIn(sentence: Sentence): Commitment[] {
  if (NOT_A_COMMITMENT.test(sentence.norm)) return [];
  return KINDS.flatMap(({ pattern, falls }) =>
    [...sentence.norm.matchAll(pattern)].flatMap((match) => {
      if (sentence.question && pattern !== PROPOSAL) return [];
      const assignee = assigneeOf(falls, sentence.role);
      const verbAt = match.index + match[0].length - (match[1]?.length ?? 0);
      const clause = clauseFrom(sentence, verbAt);
      if (assignee === null || clause.split(' ').length < SHORTEST_CLAUSE_WORDS) return [];
      const condition = conditionOf(sentence, verbAt);
      const tentative =
        condition !== null || TENTATIVE.test(match[0]) || TENTATIVE.test(clause.toLowerCase());
      return [{ assignee, by: sentence.role, clause, condition, tentative, sentence }];
    }),
  );
}

function assigneeOf(falls: (typeof KINDS)[number]['falls'], speaker: Role): Commitment['assignee'] | null {
  if (speaker === 'unknown') return null;
  if (falls === 'agent' || falls === 'speaker') return falls === 'agent' ? 'agent' : speaker;
  return speaker === 'agent' ? 'customer' : null;
}

/** The sentence's own writing from a place in its normalised form to the end of the thought. */
function clauseFrom(sentence: Sentence, normOffset: number): string {
  const skipped = sentence.norm.slice(0, normOffset).trimEnd().split(' ').length;
  const offset = sentence.tokens[0]?.start ?? 0;
  const from = (normOffset === 0 ? sentence.tokens[0] : sentence.tokens[skipped])?.start ?? offset;
  const text = bareClause(sentence.text.slice(from - offset));
  return shorten(bareClause(text.replace(NEXT_THOUGHT, '')), LONGEST_CLAUSE_WORDS);
}

function conditionOf(sentence: Sentence, normOffset: number): string | null {
  const before = sentence.norm.slice(0, normOffset);
  const condition = CONDITION.exec(`${before},`)?.[1];
  return condition?.replace(/ (?:please|you.*|i|i'll|we|we'll|just|then)$/u, '') ?? null;
}
