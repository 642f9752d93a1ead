import { contentStems, coverage } from '../../src/text/content-words.ts';
import { type ParsedTranscript, parseTranscript } from '../../src/text/parsed-transcript.ts';
import type { Sentence } from '../../src/text/sentences.ts';
import { wordsOf } from '../../src/text/tokens.ts';
import { type Turn, turnsOf } from '../../src/understanding/acts.ts';
import { taskFeatures } from '../../src/understanding/commitments.ts';
import { callFeatures, turnFeatures } from '../../src/understanding/features.ts';
import {
  OBJECTION_KINDS,
  objectionFeatures,
  settlementFeatures,
  sumsOf,
} from '../../src/understanding/objections.ts';
import type { LabelledCall } from './labelled-calls.ts';
import { type CrossProbabilities, learn, type Learned, type Lessons, type Task } from './learning.ts';
import type { Example } from './logistic-regression.ts';

/** A labelled call as the second models read it: its turns, and what other models than the final one say they do. */
interface Spoken {
  readonly call: LabelledCall;
  readonly turns: readonly Turn[];
  readonly probabilities: readonly (readonly number[])[];
}

const FACTS = ['tasks', 'objections', 'objectionKinds', 'settled', 'effort'] as const;
export type LearnedFacts = Readonly<Record<(typeof FACTS)[number], Learned>>;

/** What stands at the end of a call, learned from its words and from what its turns do. */
export function learnFacts(lessons: Lessons, acts: CrossProbabilities): LearnedFacts {
  const spoken = lessons.calls.map((call) => spokenTurns(call, acts.get(call) ?? []));
  const learnFact = (
    name: string,
    outputs: readonly string[],
    examplesOf: (spoken: Spoken) => Example[],
    training: Partial<Task['training']> = {},
  ): Learned =>
    learn({
      ...lessons,
      name,
      outputs,
      training: { choice: 'each', epochs: 4, rate: 0.1, leastCalls: 3, mostFeatures: 16_000, ...training },
      examples: new Map(spoken.map((one) => [one.call, examplesOf(one)])),
    });
  return {
    tasks: learnFact('tasks', ['agent', 'customer'], taskExamples),
    objections: learnFact('objections', ['objection'], objectionExamples, { epochs: 3 }),
    objectionKinds: learnFact('objectionKinds', OBJECTION_KINDS, kindExamples, {
      choice: 'one',
      epochs: 6,
      leastCalls: 2,
    }),
    settled: learnFact('settled', ['settled'], settledExamples, { epochs: 3 }),
    effort: learnFact('effort', ['effort'], effortExamples, { epochs: 6, mostFeatures: 20_000 }),
  };
}

function spokenTurns(call: LabelledCall, acts: readonly (readonly number[])[]): Spoken {
  const turns = turnsOf(parse(call));
  // A turn without words is none where a transcript is read; what the others do would stand beside the wrong ones.
  const probabilities = turns.length === acts.length ? acts : [];
  return { call, turns: probabilities.length === 0 ? [] : turns, probabilities };
}

function parse({ turns }: LabelledCall): ParsedTranscript {
  const utterances = turns.map(({ s, t }, index) => ({
    index,
    speaker: s,
    role: s === 'other' ? ('unknown' as const) : s,
    channel: null,
    startMs: index * 1000,
    endMs: index * 1000 + 900,
    text: t,
    confidence: null,
    words: [],
  }));
  const durationMs = turns.length * 1000;
  return parseTranscript({ language: 'en', durationMs, engine: 'submitted', wordTimes: 'none', utterances });
}

const sentencesOf = ({ utterances }: Turn): Sentence[] => utterances.flatMap(({ sentences }) => sentences);

/** Every sentence, and whose task it states: of the labelled turn the sentence that shares most words with the label. */
function taskExamples({ call, turns, probabilities }: Spoken): Example[] {
  const sentences = turns.flatMap((turn, at) => sentencesOf(turn).map((sentence) => ({ sentence, at })));
  const stated = new Map<Sentence, Set<string>>();
  for (const { who, what, turn } of call.truth.actions) {
    const own = sentences.filter(({ sentence }) => sentence.utterance === turn);
    const stems = new Set(contentStems(wordsOf(what)));
    const fits = own.map(({ sentence }) => ({ sentence, fit: fitOf(sentence, stems, stated.has(sentence)) }));
    const [best] = fits.toSorted((a, b) => b.fit - a.fit);
    if (best === undefined) continue;
    const owners = stated.get(best.sentence) ?? new Set();
    stated.set(best.sentence, owners.add(who === 'customer' ? 'customer' : 'agent'));
  }
  return sentences.map(({ sentence, at }) => ({
    features: taskFeatures({ turns, probabilities }, at, sentence),
    targets: ['agent', 'customer'].map((owner) => (stated.get(sentence)?.has(owner) === true ? 1 : 0)),
  }));
}

const PROMISING = /'ll|will|going to|gonna|need to|please/u;

function fitOf(sentence: Sentence, stems: ReadonlySet<string>, taken: boolean): number {
  const promises = PROMISING.test(sentence.norm) ? 0.15 : 0;
  return coverage(stems, sentence.content) + promises - (taken ? 0.2 : 0) - (sentence.question ? 0.3 : 0);
}

/** Where the turns are of somebody else than the agent, whether one of them is labelled as an objection. */
function objectionExamples({ call, turns, probabilities }: Spoken): Example[] {
  const sums = sumsOf({ probabilities });
  const labelled = new Set(call.truth.objections.map(({ turn }) => turn));
  return turns.flatMap(({ role, utterances }, at) =>
    role === 'agent'
      ? []
      : [
          {
            features: objectionFeatures({ turns, probabilities }, at, sums),
            targets: [utterances.some(({ index }) => labelled.has(index)) ? 1 : 0],
          },
        ],
  );
}

function kindExamples(spoken: Spoken): Example[] {
  return labelledObjections(spoken).map(({ at, kind }) => ({
    features: turnFeatures(spoken.turns, at),
    targets: OBJECTION_KINDS.map((one) => (one === kind ? 1 : 0)),
  }));
}

function settledExamples(spoken: Spoken): Example[] {
  return labelledObjections(spoken).map(({ at, settled }) => ({
    features: settlementFeatures(spoken, at),
    targets: [settled ? 1 : 0],
  }));
}

function labelledObjections({ call, turns }: Spoken) {
  return call.truth.objections.flatMap((objection) => {
    const at = turns.findIndex(({ utterances }) => utterances.some(({ index }) => index === objection.turn));
    return at < 0 ? [] : [{ ...objection, at }];
  });
}

const MOST_EFFORT = 5;

function effortExamples({ call, turns, probabilities }: Spoken): Example[] {
  return [{ features: callFeatures(turns, probabilities), targets: [call.truth.effort / MOST_EFFORT] }];
}
