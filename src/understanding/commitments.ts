import type { Role } from '../domain/transcript.ts';
import { coverage } from '../text/content-words.ts';
import { wordsOf } from '../text/tokens.ts';
import { bareClause, shorten } from '../text/rewrite.ts';
import { phrases, type Sentence } from '../text/sentences.ts';
import type { Acts, Turn } from './acts.ts';
import { addActs, addWordGrams, fnv1a, type ModelTurn, modelWords } from './features.ts';
import { models } from './model.ts';

/** Something somebody is to do after the call, as it stands when the call ends. */
export interface Commitment {
  readonly assignee: 'agent' | 'customer';
  /** Who says it: a promise is the speaker's own, an assignment falls to the other side. */
  readonly by: Role;
  /** From the verb on, tidied, in the speaker's words ("send you the proposal by Friday"); else the whole thought. */
  readonly clause: string;
  /** Whether `clause` begins with the verb: "will" may stand before it. */
  readonly deed: boolean;
  readonly sentence: Sentence;
  /** How surely it is a task that stands, 0 to 1. */
  readonly probability: number;
}

/** From which probability on a task is stated: four of five of those are true (docs/understanding.md). */
const LEAST_PROBABLE = 0.46;
/** The same of what the other side is asked to do in so many words ("please send us the receipts"). */
const LEAST_ASSIGNED = 0.2;
/** A task that is said again, in most of its words, is one task; it is looked for among this many that were found last. */
const SAME_TASK = 0.6;
const REMEMBERED = 20;
const ASSIGNEES = ['agent', 'customer'] as const;

/**
 * What is to be done after the call and by whom, in order, each task once: what the model takes for a task, less what is
 * asked and what the other side calls off in the next words.
 */
export function findCommitments(acts: Acts): Commitment[] {
  const model = models().tasks;
  const found: Commitment[] = [];
  acts.turns.forEach((turn, at) => {
    for (const sentence of sentencesOf(turn)) {
      const probabilities = model.probabilities(taskFeatures(acts, at, sentence));
      ASSIGNEES.forEach((assignee, output) => {
        const probability = probabilities[output] ?? 0;
        if (probability < LEAST_ASSIGNED || !isLeftToDo(acts, at, sentence)) return;
        const commitment = { ...commitmentIn(sentence, assignee), probability };
        const isAssigned = commitment.deed && assignee !== sentence.role;
        if (probability >= LEAST_PROBABLE || isAssigned) addOnce(found, commitment);
      });
    }
  });
  return found;
}

/** Adds a task, or puts it in the place of the same one where it is said more surely. */
function addOnce(found: Commitment[], commitment: Commitment): void {
  const from = Math.max(0, found.length - REMEMBERED);
  const same = found.findIndex(
    ({ assignee, sentence }, at) =>
      at >= from && assignee === commitment.assignee && isSameTask(sentence, commitment.sentence),
  );
  const known = found[same];
  if (known === undefined) found.push(commitment);
  else if (commitment.probability > known.probability) found[same] = commitment;
}

function isSameTask({ content: a }: Sentence, { content: b }: Sentence): boolean {
  return coverage(a.stems, b) >= SAME_TASK && coverage(b.stems, a) >= SAME_TASK;
}

function sentencesOf({ utterances }: Turn): Sentence[] {
  return utterances.flatMap(({ sentences }) => sentences);
}

/** The other side calls it off. */
const WITHDRAWN = phrases(
  "(?:no need|never mind|don't bother|forget it|don't worry about (?:it|that)|leave it|scratch that)(?: .*)?",
);

function isLeftToDo({ turns }: Acts, at: number, sentence: Sentence): boolean {
  const next = turns[at + 1];
  if (sentence.question || next === undefined || next.role === sentence.role) return !sentence.question;
  return !sentencesOf(next).some(({ norm, question }) => !question && WITHDRAWN.test(norm));
}

const ADVERBS =
  '(?: (?:just|also|then|definitely|personally|go ahead and|make sure to|be sure to|gladly|quickly))*';
/** Before the verb of what the speaker is going to do, and of what the other side is asked to do. */
const PROMISE = new RegExp(
  `(?<![^ ])(?:i'll|i will|we'll|we will|(?:i'm|i am|we're|we are) (?:going to|gonna))${ADVERBS} (?=[a-z])`,
  'u',
);
const OPENING = '(?:(?:okay|ok|and|so|then|just|right|now|please|well|but|yes|yeah) )*';
const IMPERATIVE =
  '(?:send|bring|call|ring|keep|take|put|give|make|come|get|pay|check|write|leave|tell|ask|use|sign)';
const ASSIGNMENT = new RegExp(
  `^${OPENING}(?=${IMPERATIVE} )|(?<![^ ])(?:please|you(?:'ll| will)? (?:need|have|want) to|make sure (?:to|you)|don't forget to|remember to|you (?:should|must))${ADVERBS} (?=[a-z])`,
  'u',
);
/** After "will" none of these says what is done. */
const NO_DEED =
  /^(?:be|have|not|never|see|say|need|want|probably|maybe|try|do (?:it|that|this|so|is))(?: |$)/u;
/** Opens the next thought, where the deed ends. */
const NEXT_THOUGHT =
  /(?:[,;]? (?:and|but|so|or|because) (?:then )?(?:i|i'll|i'm|i've|we|we'll|we'd|you|you'll|let's|let us|please|they|does|do|is|if|that|it|maybe|the)(?= |,|$)|[,;] (?=(?:does|do|is|are|would|will|can|okay|alright|all right|thanks|thank you)(?: |,|$))| (?:okay|ok|alright|all right|bye|goodbye|hello)(?= |,|$)| (?:is that|does that|would that|is there|thank you|thanks|have a)(?= |$)).*$/iu;
const LONGEST_CLAUSE_WORDS = 24;
const SHORTEST_DEED_WORDS = 2;

/** The task as the sentence words it: from the verb on where a promise or an assignment leads up to it, else all of it. */
function commitmentIn(sentence: Sentence, assignee: Commitment['assignee']): Omit<Commitment, 'probability'> {
  const lead = assignee === sentence.role ? PROMISE : ASSIGNMENT;
  const match = lead.exec(sentence.norm);
  const task = { assignee, by: sentence.role, sentence };
  if (match !== null) {
    const verbAt = match.index + match[0].length;
    const clause = clauseFrom(sentence, verbAt);
    const isDeed = !NO_DEED.test(sentence.norm.slice(verbAt));
    if (isDeed && clause.split(' ').length >= SHORTEST_DEED_WORDS) return { ...task, clause, deed: true };
  }
  return { ...task, clause: shorten(bareClause(sentence.text), LONGEST_CLAUSE_WORDS), deed: false };
}

/** The sentence's own writing from a place in its normalised form to the end of the thought. */
function clauseFrom(sentence: Sentence, normOffset: number): string {
  const skipped = wordsOf(sentence.norm.slice(0, normOffset)).length;
  const offset = sentence.tokens[0]?.start ?? 0;
  const from = sentence.tokens[skipped]?.start ?? offset;
  const text = bareClause(sentence.text.slice(from - offset));
  return shorten(bareClause(text.replace(NEXT_THOUGHT, '')), LONGEST_CLAUSE_WORDS);
}

/** Wordings that tell a promise from other talk. None decides by itself: the model weighs them. */
const WORDINGS = {
  own: phrases("i'll|ill|i will|we'll|we will|(?:i'm|i am|we're|we are) (?:going to|gonna)|lemme"),
  received: phrases(
    "you'll (?:get|have|see|hear|receive)|you will (?:get|have|see|hear|receive)|(?:it'll|it will|will) be (?:with|at|in|on|there)",
  ),
  others: phrases(
    "(?:he|she|they|it|someone|somebody|team|engineer|colleague|who|that)(?:'ll| will| is going to| are going to)",
  ),
  ongoing: phrases("(?:i'm|i am|we're|we are) \\w+ing"),
  sends: phrases(
    '(?:send|sending|text|texting|e-?mail|e-?mailing|mail|post|forward|write|drop) (?:you|me|it|them|that|the|a|an|my|your|out|over|him|her)',
  ),
  calls: phrases(
    '(?:call|ring|phone|calling|ringing) (?:you|him|her|them|back|my|the)|get back|be in touch|hear from',
  ),
  now: phrases(
    'let me|bear with|(?:one|a|just a) (?:moment|second|sec|minute)|hold on|hang on|pull up|(?:have|take) a look|put you|transfer you|tell you|ask you',
  ),
  condition: phrases('if|unless|whether|in case'),
  negation: phrases("not|never|no|cannot|\\w+n't"),
  done: phrases("i've|i have|we've|has been|have been|was|did|done|sent"),
  imperative: new RegExp(`^${OPENING}${IMPERATIVE} `, 'u'),
  assigned: phrases(
    "please|could you|you(?:'ll)? (?:need|have) to|make sure|don't forget|remember|you (?:should|must)|you'll want to",
  ),
  tentative: phrases("might|maybe|could|would|perhaps|probably|possibly|i'd|try"),
  promised: phrases(
    "i'll do (?:that|it)|i will do|will do|i will$|i can do that|let (?:you|them|him|her|me) know",
  ),
  dated: phrases(
    '(?:today|tonight|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|weeks?|days?|hours?|months?|minutes?|morning|afternoon|evening|noon|january|february|march|april|june|july|august|september|october|november|december)',
  ),
} as const satisfies Readonly<Record<string, RegExp>>;
/** A wording counts as much as this many of the other features: there are few of them among hundreds. */
const WORDING_WEIGHT = 4;
const NEIGHBOURS = [
  [0, 'turn'],
  [1, 'next'],
  [2, 'then'],
  [-1, 'before'],
] as const;
const MOST_WORDS_CLASS = 8;

/** What the model of tasks reads: turns and, by turn, the probability of each act. */
export interface TaskContext {
  readonly turns: readonly ModelTurn[];
  readonly probabilities: readonly (readonly number[])[];
}

/** Features of a sentence of turn `at`: its words and wordings, what the turns around do, and where it stands. */
export function taskFeatures(
  { turns, probabilities }: TaskContext,
  at: number,
  { text, norm, question }: Pick<Sentence, 'text' | 'norm' | 'question'>,
): number[] {
  const features: number[] = [];
  const role = turns[at]?.role ?? 'unknown';
  const words = modelWords(text);
  addWordGrams(features, words, 'task', 3);
  addWordGrams(features, words, `task ${role}`, 2);
  for (const [step, name] of NEIGHBOURS)
    addActs(features, `${name} ${turns[at + step]?.role ?? 'none'}`, probabilities[at + step]);
  const place = [
    `start ${Math.min(at, 4)}`,
    `end ${Math.min(turns.length - 1 - at, 6)}`,
    `tenth ${Math.floor((10 * at) / turns.length)}`,
    `words ${Math.min(MOST_WORDS_CLASS, words.length >> 2)}`,
    role,
  ];
  for (const name of place) features.push(fnv1a(`task ${name}`), fnv1a(`task ${role} ${name}`));
  addWordings(features, role, question ? [...wordingsOf(norm), 'question'] : wordingsOf(norm));
  return features;
}

function wordingsOf(norm: string): string[] {
  return Object.entries(WORDINGS).flatMap(([name, pattern]) => (pattern.test(norm) ? [name] : []));
}

function addWordings(features: number[], role: string, names: readonly string[]): void {
  const add = (name: string): void => {
    for (let copy = 0; copy < WORDING_WEIGHT; copy += 1)
      features.push(fnv1a(`${name} ${copy}`), fnv1a(`${role} ${name} ${copy}`));
  };
  for (const [at, name] of names.entries()) {
    add(name);
    for (const other of names.slice(at + 1)) add(`${name} ${other}`);
  }
}
