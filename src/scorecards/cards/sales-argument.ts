import { leveled, type Scorecard, whole } from '../scorecard.ts';

type Part = Scorecard['parts'][number];

const influence: Part = {
  id: 'influence',
  criteria: [
    whole('How well did the agent give this customer reasons to say yes, in the call as a whole?'),
    leveled({
      id: 'fits_need',
      weight: 4,
      when: 'offer',
      question: 'Was the offer tied to this customer’s own case?',
      levels: [
        'A promise for anyone, against what the customer had said.',
        'Features one after another, none of them the customer’s matter.',
        'Benefits that are true of anyone.',
        'A benefit for the case that the customer told.',
        'The customer’s own example is solved in their words, and they take it up.',
      ],
      evidence:
        'The offer, what the customer told before it, and how they take it. A shared word alone is no tie.',
      low: [
        '{did} was turned down with {taken}: it did not meet what the customer had told you. Name their case first, then the one part of the offer that helps it.',
        'The customer’s {taken} shows that {did} was for somebody else. Ask what would have to be true for them, and offer that.',
        'You offered {did}; the answer was {taken}. Tie the offer to one thing this customer said, or leave it.',
      ],
      high: [
        'You tied the offer to their case, {did}, and the customer said {taken}.',
        '{did} was about this customer, and {taken} shows that it reached them.',
        'With {did} you used what the customer had told you.',
      ],
    }),
    leveled({
      id: 'proof',
      weight: 2,
      when: 'claim',
      question: 'Could the customer check what was claimed?',
      levels: [
        'Claims that cannot be true, or cannot be checked.',
        '“Everybody loves it.”',
        'A customer is named without a result.',
        'A result of one customer like this one.',
        'A figure that this customer can check in their own case.',
      ],
      evidence: 'The claim and what was given for it; large names are no proof.',
      low: [],
      high: [],
    }),
    leveled({
      id: 'worth',
      weight: 2,
      when: 'price',
      question: 'Was the price put beside what the customer loses today?',
      levels: [
        'A discount nobody asked for, or a phrase about quality.',
        'The price is defended as usual or small.',
        'The price is broken down to a day or a head.',
        'The price stands beside a loss that the customer named.',
        'The customer’s own figure is worked out with them, and they agree to it.',
      ],
      evidence: 'The price and the sentence around it. A sum that the customer does alone is theirs.',
      low: [],
      high: [],
    }),
    leveled({
      id: 'candour',
      weight: 3,
      when: 'claim',
      question: 'Was the agent honest about limits, rivals and deadlines?',
      levels: [
        'Invented urgency or fear.',
        'A limit is hidden until it is found.',
        'Neutral: nothing hidden, nothing volunteered.',
        'A limit is said unasked.',
        'The agent advises against what does not suit.',
      ],
      evidence: 'Statements about limits, rivals, misfit or deadlines. A real deadline is no pressure.',
      low: [],
      high: [],
    }),
  ],
};

const objection: Part = {
  id: 'objection',
  criteria: [
    whole('How well did the agent meet resistance, in the call as a whole?'),
    leveled({
      id: 'heard',
      weight: 2,
      when: 'objection',
      question: 'Was the point of an objection taken up before it was answered?',
      levels: [
        'The agent goes on as if nothing had been said, or talks over it.',
        'Waved away in a word.',
        '“I understand, however.”',
        'The point is named before the answer.',
        'The point is put in the customer’s own words, and they say yes to it.',
      ],
      evidence: 'The objection and the agent’s next turn; warmth without the point is not hearing.',
      low: [],
      high: [
        'You took up {called} with {did} before answering it.',
        '{did} showed that {called} had been heard.',
        'To {called} you first said {did}.',
      ],
    }),
    leveled({
      id: 'explored',
      weight: 2,
      when: 'objection',
      question: 'Was the reason behind an objection asked for?',
      levels: [
        'The agent pitches against it.',
        'A question that only pushes: “don’t you want to save?”',
        'A guess: “is it the fee?”',
        'An open question about what is behind it.',
        'The real reason comes out, and it is another than the first one.',
      ],
      evidence: 'The objection and the agent’s next two turns.',
      low: [
        'To {called} you answered {did} without asking what is behind it, and it stayed. Ask “compared with what?” or “what would change that?” first.',
        '{called} got a pitch, {did}, in place of a question. One question would have told you which reason to answer.',
      ],
      high: [
        'Behind {called} you looked for the reason: {did}.',
        'You asked {did} when the customer said {called}.',
        '{did} brought out what was behind {called}.',
      ],
    }),
    leveled({
      id: 'answered',
      weight: 4,
      when: 'objection',
      question: 'Did the answer meet the objection?',
      levels: [
        'It is not answered, or a feature stands in its place.',
        'The same objection comes back unchanged.',
        'Half an answer; the customer lets it go.',
        'The answer meets it, and the customer goes on to something else.',
        'The answer admits what is true in it, and the customer says it is settled.',
      ],
      evidence: 'Objection, answer, and the customer’s next turn. “Mm, maybe” settles nothing.',
      low: [
        '{called} stayed open after {did}: the customer said {taken}. Answer that very point with a fact, or say who finds it out by when.',
        'The customer came back with {taken} because {did} did not meet {called}. Ask what would settle it before you answer again.',
        'Your answer {did} left the objection where it was: {taken}. Say what is true in it first, then the one fact that speaks to it.',
      ],
      high: [
        '{called} was met by {did}: the customer said {taken}.',
        'Your {did} settled {called}.',
        'After {did} the customer let go of {called}: {taken}.',
      ],
    }),
    leveled({
      id: 'takes_no',
      weight: 3,
      when: 'refusal',
      question: 'Was a clear no respected?',
      levels: [
        'A third push after two clear refusals.',
        'A second push after a clear no.',
        'One more sentence, then an end.',
        'The no is accepted at once.',
        'The no is accepted, and what follows from it is settled: a number struck, a date let go.',
      ],
      evidence: 'The refusal and the agent’s next turns. A first objection, or “not Tuesday”, is no refusal.',
      low: [
        'After {called} you went on with {did}, and got {taken}. Stop at the first clear no; the next call starts better for it.',
        '{called} was a no. {did} turned it into {taken}. Thank them and let it stand, or ask whether one question is allowed.',
        'You pushed once more, {did}, after {called}. A no that is respected leaves a door open; this one ended in {taken}.',
      ],
      high: [
        'You let {called} stand and said {did}.',
        '{did} respected the customer’s {called}.',
        'To {called} your answer was {did}: no further push.',
      ],
    }),
  ],
};

const close: Part = {
  id: 'close',
  criteria: [
    whole('How well did the agent bring the call to a settled end, in the call as a whole?'),
    leveled({
      id: 'asked',
      weight: 3,
      when: 'always',
      question: 'Was the next step put as a question?',
      levels: [
        'Nothing is asked; “ring us if you like”.',
        'The customer has to propose it.',
        'A loose suggestion: “a demo some time?”',
        'A question for one step.',
        'A question for one step on a day that suits the customer, and they say yes.',
      ],
      evidence:
        'The agent’s question in the later part of the call and the answer. “Anything else?” is none.',
      low: [],
      high: [
        'You put the next step as a question, {did}, and got {taken}.',
        '{did} asked for the step, and the customer said {taken}.',
        'Your question {did} made it easy to say {taken}.',
      ],
    }),
    leveled({
      id: 'dated',
      weight: 4,
      when: 'next_step',
      question: 'Was what comes next fixed by both, with a day?',
      levels: [
        'Nothing is fixed.',
        'Something will be sent, some time.',
        'One side promises something, or only the customer sets the day.',
        'Who does what by which day is said and agreed.',
        'Both have something to do by a day, and both have said it.',
      ],
      evidence: 'The last promise of each side, and the words that fix a day or a time.',
      low: [
        'You promised {did}, and no day was named before the call ended. Add the day, and ask whether it suits.',
        '{did} leaves the customer waiting without a date. Say by when, and what they can do if it does not come.',
        'There is a promise, {did}, but no day for it anywhere near the end. Name one; an early guess that you correct is better than none.',
      ],
      high: [
        'You fixed what comes next, {did}, and the customer agreed: {taken}.',
        '{did} left both of you with a day.',
        'With {did} the next step has a date, and {taken} confirms it.',
      ],
    }),
    leveled({
      id: 'timing',
      weight: 2,
      when: 'offer',
      question: 'Was the question asked at the right moment?',
      levels: [
        'The agent sells on after the yes, or asks amid bad news.',
        'Asked well before the customer was ready.',
        'Asked late, after interest had been shown.',
        'Asked when the customer showed interest.',
        'The customer’s own question about delivery or terms becomes the question.',
      ],
      evidence: 'Signs of interest and where the question stands.',
      low: [],
      high: [],
    }),
    leveled({
      id: 'clean_end',
      weight: 2,
      when: 'always',
      question: 'Did the call end with what stands?',
      levels: [
        'A pitch or a survey after the goodbye, or over bad news.',
        'Hung up on, or left unclear.',
        'A goodbye.',
        'What was agreed is said once more.',
        'What was agreed is said by both, with nothing left open.',
      ],
      evidence: 'The last turns of both; thanks alone say nothing of what stands.',
      low: [
        'You asked {did} while the first matter still hurt; the customer said {taken}. End with what stands and what comes next for that matter.',
        '{did} met {taken}. Where nothing is solved, close with the one thing that happens next.',
      ],
      high: [
        'You ended with what stands: {did}.',
        '{did} said once more what was agreed, and the customer said {taken}.',
        'Your {did} left nothing open at the end.',
      ],
    }),
  ],
};

/** The half of the sales scorecard that is about the offer. */
export const SALES_ARGUMENT = { influence, objection, close };
