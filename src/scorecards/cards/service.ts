import { leveled, type Scorecard, whole } from '../scorecard.ts';
import { SALES_CONVERSATION } from './sales-conversation.ts';

/** Criteria that service and sales share. */
const shared = SALES_CONVERSATION.delivery.criteria.filter(({ id }) =>
  ['opening', 'attention', 'respect'].includes(id),
);

/** Calls in which somebody wants something done: help, a complaint, a booking, a debt. */
export const SERVICE_PART: Scorecard['parts'][number] = {
  id: 'service',
  criteria: [
    whole('How well was this customer served, in the call as a whole?'),
    ...shared,
    leveled({
      id: 'understanding',
      weight: 4,
      when: 'always',
      question: 'Did the agent find the right matter before acting on it?',
      levels: [
        'The wrong thing is repaired.',
        'The agent acts on a guess until the customer insists.',
        'The customer corrects or leads, and then it is right.',
        'A question or a check makes the matter plain first.',
        'One question goes to the heart of it, and saves the customer the rest.',
      ],
      evidence: 'Questions and checks before the first solution. Questions of identity are none.',
      low: [],
      high: [
        'You made sure of the matter first: {did}.',
        '{did} found the right matter before you acted.',
        'Before acting you asked {did}.',
      ],
    }),
    leveled({
      id: 'ownership',
      weight: 4,
      when: 'always',
      question: 'Did the agent make the matter theirs and settle it?',
      levels: [
        'The customer is bounced on or blamed.',
        'A no without any way on, or the firm’s work is left to the customer.',
        'What was asked is done; the rest is left to the customer.',
        'It is done, or somebody who can is told all of it.',
        'It is done, checked with the customer, and there is a plan if it fails again.',
      ],
      evidence:
        'What the agent does, promises or refuses. A no by policy with the best alternative is level 3.',
      low: [
        'Your {did} left the customer with {taken} and no way on. Add what you can do, or who can, in the same breath.',
        'After {did} nothing was offered in its place, and the customer said {taken}. A no needs an alternative: a person, a day, a form you fill in yourself.',
        '{did} ended the matter for you and not for them: {taken}. Say the next best thing that is in your power.',
      ],
      high: [
        'You took care of it: {did}, and the customer said {taken}.',
        '{did} settled the customer’s matter: {taken}.',
        'With {did} you made their matter yours.',
      ],
    }),
    leveled({
      id: 'accuracy',
      weight: 4,
      when: 'always',
      question: 'Was what the agent said right, exact and kept?',
      levels: [
        'Something dangerous or false, or a promise taken back.',
        'A guess that has to be corrected.',
        'Vague: “should be fine”.',
        'Exact, or said to be unknown.',
        'Exact, checked, and wrong expectations put right unasked.',
      ],
      evidence: 'Both statements where one is taken back. “I will check” is exact.',
      low: [],
      high: [],
    }),
    leveled({
      id: 'efficiency',
      weight: 2,
      when: 'always',
      question: 'Was nothing asked, told or waited for twice?',
      levels: [
        'Silent waits, and the customer starts again from the beginning.',
        'The customer has to repeat what they gave.',
        'One needless step.',
        'Nothing twice; waits are announced.',
        'The agent saves the customer a step they expected.',
      ],
      evidence: 'The two places where the same is asked or told. Length alone says nothing.',
      low: [
        'You asked {did} a second time, and the customer said {taken}. Note it at the first answer and read it back.',
        '{did} had been answered before; {taken} was the reply. Look at what you wrote down before asking again.',
      ],
      high: [],
    }),
    leveled({
      id: 'next_steps',
      weight: 3,
      when: 'next_step',
      question: 'Where something remains, was it said unasked who does what and when?',
      levels: [
        'Something remains, and nothing is said of it.',
        'Said only to calm: “somebody will be in touch”.',
        'Said when the customer asks.',
        'Who and when, unasked.',
        'Who and when, and what to do if it does not happen.',
      ],
      evidence: 'The last promises, the words that fix a day, and whether the customer had to ask.',
      low: [
        'You promised {did} without saying by when. Give the day, and the number to ring if it passes.',
        '{did} is a promise without a date. Name one before the goodbye, and who keeps it.',
        'The customer leaves with {did} and no day. Say when, even if it is “I will know on Friday”.',
      ],
      high: [
        'You said what happens next, {did}, and the customer agreed: {taken}.',
        '{did} told the customer when to expect it.',
        'With {did} the customer knows what comes and when.',
      ],
    }),
    leveled({
      id: 'closing',
      weight: 1,
      when: 'always',
      question: 'Did the end fit what had happened?',
      levels: [
        'Cheer or a survey over a failure.',
        'Ended by hanging up, or by a formula against the mood.',
        'A goodbye.',
        'The result is checked before the goodbye.',
        'The customer confirms that it works, or says what stands.',
      ],
      evidence: 'The last turns of both. “Anything else?” alone is level 2.',
      low: [
        'You asked {did} while the first matter was open, and heard {taken}. Say what happens with that one instead.',
        '{did} met {taken}. Where nothing is solved, end with who does what next.',
      ],
      high: [
        'You checked how things stand before the end: {did}.',
        '{did} said what stands, and the customer said {taken}.',
        'Your {did} closed the matter and not only the call.',
      ],
    }),
  ],
};

export const SERVICE: Scorecard = { id: 'service', version: 1, name: 'Service', parts: [SERVICE_PART] };
