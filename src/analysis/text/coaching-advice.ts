import type { PillarName } from '../sales/pillar-name.ts';

/** How to repeat a strength on purpose, and a principle to remember where the pillar is weak. All wording is ours. */
export interface PillarAdvice {
  readonly implementation: string;
  readonly practice: string;
  readonly principle: string;
}

export const PILLAR_ADVICE: Readonly<Record<PillarName, PillarAdvice>> = {
  clarity: {
    implementation:
      'Before the next call, write down the two sentences the customer must remember and say them just as plainly.',
    practice: 'Record one minute of your opening, listen to it once, and cut every word you would not miss.',
    principle: 'Say one thing, then stop. What is understood needs no repeating.',
  },
  influence: {
    implementation:
      'Take the same words into the next call and tie them to the first thing the customer says they need.',
    practice:
      'After every feature you name, add “which means you …” and finish the sentence for this customer.',
    principle: 'People decide for their own reasons. Give them theirs, not yours.',
  },
  objection: {
    implementation:
      'Keep the same order next time: take the concern seriously, ask what is behind it, then answer.',
    practice:
      'Wait a breath when you hear a concern, repeat it in the customer’s words, and ask one question before you answer.',
    principle: 'A concern is a question that has not been asked yet. Find the question.',
  },
  discovery: {
    implementation:
      'Plan three questions of this kind before the next call and ask the first one within two minutes.',
    practice:
      'Answer every important statement of the customer with a short question that uses one of their own words.',
    principle: 'The one who asks learns; the one who learns can help.',
  },
  delivery: {
    implementation: 'Make this your habit in the first twenty seconds of every call, also on a busy day.',
    practice:
      'Say what you are doing whenever the line would go quiet, and let the customer finish before you start.',
    principle: 'How you sound in the first minute is how you will be heard in the last.',
  },
  close: {
    implementation:
      'End the next call in the same way: name the step, the day and who does it, and wait for the yes.',
    practice: 'Before you say goodbye, sum up in one sentence what happens next, when, and who does it.',
    principle: 'A call is finished when both sides can say the same next step.',
  },
};
