import { CALL_KINDS } from '../../src/understanding/call-model.ts';
import { callFeatures, turnFeatures } from '../../src/understanding/features.ts';
import { learnFacts, type LearnedFacts } from './facts.ts';
import type { LabelledCall } from './labelled-calls.ts';
import { type CrossProbabilities, learn, type Learned, type Task, type Lessons } from './learning.ts';
import type { Example } from './logistic-regression.ts';

const MODELS = ['roles', 'acts', 'outcome', 'tone', 'kind'] as const;
export type AllLearned = Readonly<Record<(typeof MODELS)[number], Learned>> & LearnedFacts;

export function learnAll(lessons: Lessons): AllLearned {
  const acts = learnActs(lessons);
  const call = (task: CallTask): Learned => learnCalls(lessons, acts.across, task);
  return {
    roles: learnRoles(lessons),
    acts,
    outcome: call(oneOf('outcome', OUTCOMES, ({ truth }) => truth.outcome)),
    tone: call(oneOf('tone', TONES, ({ truth }) => truth.customer_tone)),
    kind: call(oneOf('kind', CALL_KINDS, ({ call_type: kind }) => [kind])),
    ...learnFacts(lessons, acts.across),
  };
}

const OUTCOMES = ['resolved', 'unresolved', 'follow_up', 'escalated', 'unknown'];
const TONES = ['positive', 'neutral', 'negative', 'mixed'];

function forEachCall({ calls }: Lessons, examplesOf: (call: LabelledCall) => Example[]): Task['examples'] {
  return new Map(calls.map((call) => [call, examplesOf(call)]));
}

function learnRoles(lessons: Lessons): Learned {
  return learn({
    ...lessons,
    name: 'roles',
    outputs: ['agent'],
    training: { choice: 'each', epochs: 3, rate: 0.1, leastCalls: 3, mostFeatures: 30_000 },
    examples: forEachCall(lessons, ({ spoken }) => {
      const unknown = spoken.map((turn) => ({ ...turn, role: 'unknown' as const }));
      return spoken.flatMap(({ role }, at) =>
        role === 'other'
          ? []
          : [{ features: turnFeatures(unknown, at), targets: [role === 'agent' ? 1 : 0] }],
      );
    }),
  });
}

function learnActs(lessons: Lessons): Learned {
  const acts = new Set(lessons.calls.flatMap(({ spoken }) => spoken.flatMap((turn) => [...turn.acts])));
  const names = [...acts].toSorted();
  return learn({
    ...lessons,
    name: 'acts',
    outputs: [...names, 'displeased', 'pleased'],
    training: { choice: 'each', epochs: 3, rate: 0.1, leastCalls: 3, mostFeatures: 16_000 },
    examples: forEachCall(lessons, ({ spoken }) =>
      spoken.map((turn, at) => ({
        features: turnFeatures(spoken, at),
        targets: [...names.map((act) => turn.acts.has(act)), turn.tone < 0, turn.tone > 0].map(Number),
      })),
    ),
  });
}

/** What is true of a whole call, by output 0 to 1; NaN where an output does not apply. */
interface CallTask {
  readonly name: string;
  readonly choice: 'each' | 'one';
  readonly outputs: readonly string[];
  readonly targetsOf: (call: LabelledCall) => number[];
}

function oneOf(
  name: string,
  outputs: readonly string[],
  labelsOf: (call: LabelledCall) => readonly string[],
): CallTask {
  const targetsOf = (call: LabelledCall): number[] => {
    const labels = labelsOf(call);
    return outputs.map((output) => (labels.includes(output) ? 1 / labels.length : 0));
  };
  return { name, choice: 'one', outputs, targetsOf };
}

/** Read from the words of a call and from what other models than the final one say its turns do. */
function learnCalls(
  lessons: Lessons,
  acts: CrossProbabilities,
  { name, choice, outputs, targetsOf }: CallTask,
): Learned {
  return learn({
    ...lessons,
    name,
    outputs,
    training: { choice, epochs: 6, rate: 0.1, leastCalls: 3, mostFeatures: 20_000 },
    examples: forEachCall(lessons, (call) => [
      { features: callFeatures(call.spoken, acts.get(call) ?? []), targets: targetsOf(call) },
    ]),
  });
}
