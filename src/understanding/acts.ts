import type { ParsedTranscript, ParsedUtterance } from '../text/parsed-transcript.ts';
import type { Sentence } from '../text/sentences.ts';
import { callFeatures, type ModelTurn, modelWords, turnFeatures } from './features.ts';
import { models } from './model.ts';

/** What one speaker says until another speaks. */
export interface Turn extends ModelTurn {
  readonly utterances: readonly ParsedUtterance[];
}

/** The turns of a transcript in order. A speaker without a role is neither side where one has; else nobody is known yet. */
export function turnsOf({ utterances }: ParsedTranscript): Turn[] {
  const decided = utterances.some(({ role }) => role !== 'unknown');
  const runs: ParsedUtterance[][] = [];
  for (const utterance of utterances) {
    const run = runs.at(-1);
    if (run?.[0]?.speaker === utterance.speaker) run.push(utterance);
    else runs.push([utterance]);
  }
  return runs.flatMap((run) => {
    const [first] = run;
    if (first === undefined) return [];
    const role = decided && first.role === 'unknown' ? 'other' : first.role;
    const words = modelWords(run.map(({ utterance }) => utterance.text).join(' '));
    return { speaker: first.speaker, role, words, utterances: run };
  });
}

/** What a turn can do, as far as it is asked for; corpus/SCHEMA.md says what each means. */
export const ACTS = [
  'agreement',
  'anger',
  'apology',
  'cancellation_threat',
  'commitment',
  'company',
  'complaint',
  'displeased',
  'farewell',
  'further_help',
  'greeting',
  'identity_answer',
  'identity_question',
  'pleased',
  'praise',
  'refusal',
  'resolution',
  'self_intro',
  'thanks',
  'transfer',
] as const;
export type Act = (typeof ACTS)[number];

/** The turns whose words a turn is read from. */
const READ_FROM = [-2, -1, 0, 1];

/** What the turns of a call do, as far as it is probable. */
export class Acts {
  readonly turns: readonly Turn[];
  /** Features of the whole call, for the models that read it as one. */
  readonly callFeatures: readonly number[];
  /** By turn, one for each output of the model of acts. */
  readonly probabilities: readonly (readonly number[])[];
  readonly #model = models().acts;
  /** By turn, what each of its sentences would do alone; filled as it is asked for. */
  readonly #sentenceScores = new Map<
    number,
    readonly { readonly sentence: Sentence; readonly scores: readonly number[] }[]
  >();

  constructor(transcript: ParsedTranscript) {
    this.turns = turnsOf(transcript);
    this.probabilities = this.turns.map((_, at) => this.#model.probabilities(turnFeatures(this.turns, at)));
    this.callFeatures = callFeatures(this.turns, this.probabilities);
  }

  /** What the probabilities of a turn are of: the acts of corpus/SCHEMA.md, and whether it sounds displeased or pleased. */
  get outputs(): readonly string[] {
    return this.#model.header.outputs;
  }

  /** How clearly a turn of these probabilities does it, 0 to 1: from 0.5 on it is stated. 0 for what the model does not know. */
  clarity(probabilities: readonly number[] | undefined, output: string): number {
    const position = this.outputs.indexOf(output);
    const threshold = this.#model.header.threshold[position] ?? 1;
    const probability = probabilities?.[position] ?? 0;
    if (probability < threshold) return (0.5 * probability) / threshold;
    return 1 - (0.5 * (1 - probability)) / Math.max(1e-6, 1 - threshold);
  }

  /**
   * The probabilities as if the agent had said only these words of each sentence, by turn. A turn of which nothing would be left keeps
   * them: then they are the answer.
   */
  probabilitiesOf(wordsLeft: (sentence: Sentence) => readonly string[]): readonly (readonly number[])[] {
    const turns = this.turns.map((turn) => {
      if (turn.role !== 'agent') return turn;
      const left = turn.utterances.flatMap(({ sentences }) => sentences.flatMap(wordsLeft));
      const words = modelWords(left.join(' ').replaceAll('#', '0'));
      return words.length === 0 || words.length === turn.words.length ? turn : { ...turn, words };
    });
    return this.probabilities.map((own, at) =>
      READ_FROM.some((step) => turns[at + step] !== this.turns[at + step])
        ? this.#model.probabilities(turnFeatures(turns, at))
        : own,
    );
  }

  /** How probable it is that turn `at` does it; 0 for what the model does not know. */
  probability(at: number, output: string): number {
    return this.#probability(at, this.outputs.indexOf(output));
  }

  /** How much some words of turn `at` sound like each of the outputs, as log odds: to compare clauses. */
  likeness(at: number, words: readonly string[]): readonly number[] {
    const turn = this.turns[at];
    if (turn === undefined) return [];
    const turns = this.turns.with(at, { ...turn, words: modelWords(words.join(' ')) });
    return this.#model.scores(turnFeatures(turns, at));
  }

  /** The sentences of one side that do it, one of each turn that is stated to, in order. */
  find(role: 'agent' | 'customer', act: Act): Sentence[] {
    const output = this.#outputOf(act);
    return this.turns.flatMap((turn, at) =>
      turn.role === role && this.#isStated(at, output) ? this.#sentenceDoing(output, at) : [],
    );
  }

  /** The sentences of one side that are stated to do one of the acts, the most probable first, one of a turn. */
  mostProbable(role: 'agent' | 'customer', acts: readonly Act[], most: number): Sentence[] {
    const outputs = acts.map((act) => this.#outputOf(act));
    const best = (at: number): number =>
      outputs.reduce((a, b) => (this.#probability(at, b) > this.#probability(at, a) ? b : a));
    return this.turns
      .flatMap((turn, at) => (turn.role === role ? [{ at, output: best(at) }] : []))
      .filter(({ at, output }) => this.#isStated(at, output))
      .toSorted((a, b) => this.#probability(b.at, b.output) - this.#probability(a.at, a.output))
      .slice(0, most)
      .flatMap(({ at, output }) => this.#sentenceDoing(output, at));
  }

  /** The sentence of turn `at` that does it most probably; none where the turn has no words. */
  sentence(at: number, output: string): Sentence | null {
    return this.#sentenceDoing(Math.max(0, this.outputs.indexOf(output)), at)[0] ?? null;
  }

  #outputOf(act: Act): number {
    return this.#model.header.outputs.indexOf(act);
  }

  #isStated(at: number, output: number): boolean {
    return this.#probability(at, output) >= (this.#model.header.threshold[output] ?? 1);
  }

  #probability(at: number, output: number): number {
    return this.probabilities[at]?.[output] ?? 0;
  }

  /** Of the sentences of a turn, the one that would do it most probably if it were all that is said. */
  #sentenceDoing(output: number, at: number): Sentence[] {
    const turn = this.turns[at];
    const sentences = turn?.utterances.flatMap((utterance) => utterance.sentences) ?? [];
    if (turn === undefined || sentences.length < 2) return sentences;
    let scored = this.#sentenceScores.get(at);
    if (scored === undefined) {
      scored = sentences.map((sentence) => {
        const alone = [{ ...turn, words: modelWords(sentence.text) }];
        return { sentence, scores: this.#model.scores(turnFeatures(alone, 0)) };
      });
      this.#sentenceScores.set(at, scored);
    }
    const scoreOf = ({ scores }: { readonly scores: readonly number[] }): number => scores[output] ?? 0;
    return [scored.reduce((best, other) => (scoreOf(other) > scoreOf(best) ? other : best)).sentence];
  }
}
