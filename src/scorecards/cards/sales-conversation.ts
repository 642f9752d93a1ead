import { leveled, type Scorecard, whole } from '../scorecard.ts';

type Part = Scorecard['parts'][number];

const clarity: Part = {
  id: 'clarity',
  criteria: [
    whole('How easy was it for the customer to follow the agent in the call as a whole?'),
    leveled({
      id: 'follow',
      weight: 3,
      when: 'always',
      question: 'Was what the agent explained clear at first hearing?',
      levels: [
        'Explanations confuse: the customer says they are lost and stays lost.',
        'The customer has to ask what was meant and works it out mostly alone.',
        'Clear after the customer asked back once.',
        'Clear at first hearing, in words that this customer knows.',
        'So plain and short that the customer at once says it back or acts on it.',
      ],
      evidence:
        'The explanation and what the customer says right after it; hesitations, dialect and errors of a recogniser are none.',
      low: [],
      high: [],
    }),
    leveled({
      id: 'straight_answer',
      weight: 2,
      when: 'question',
      question: 'When the customer asked something, did the answer answer it?',
      levels: [
        'The question is met with a question or a pitch, and never answered.',
        'Answered only when asked again, and then vaguely.',
        'Answered at the second asking, or after talk beside the point.',
        'The answer comes first, in the same turn.',
        'The answer comes first and says what else follows from it for this customer.',
      ],
      evidence:
        'The question and the next turn. “I will know by four” is an answer; one question that is needed for the answer is fair.',
      low: [
        'The customer asked {called}, heard {did}, and had to ask once more. Begin with the answer, even if it is only when you will know.',
        '{called} was still open after {did}: the customer came back to it. Say the fact in your first sentence and explain it in the second.',
        'After {did} the customer repeated the question {called}. Answer first; what you would rather talk about can follow.',
      ],
      high: [
        'To {called} you said {did}: a straight answer, and the customer could go on with it.',
        'You answered {called} at once with {did}.',
        '{did} came first when the customer asked {called}.',
      ],
    }),
    leveled({
      id: 'terms_first',
      weight: 3,
      when: 'price',
      question: 'Were catches told before the customer said yes?',
      levels: [
        'A condition comes out after the yes, or a promise is taken back.',
        'A condition is told only because the customer found it.',
        'Conditions are told when asked for.',
        'Conditions are told unasked before the yes.',
        'The agent points out what speaks against the purchase before asking for it.',
      ],
      evidence: 'The yes and the statement of price, term or promise, whichever came first.',
      low: [],
      high: [],
    }),
    leveled({
      id: 'figures',
      weight: 1,
      when: 'next_step',
      question: 'Were names, numbers and dates checked where they will be used?',
      levels: [
        'A detail is taken down wrong and stays wrong.',
        'A detail is wrong until the customer notices.',
        'Taken down without a check, or corrected by the customer.',
        'Read back before going on.',
        'Read back in a form that cannot be misheard, such as letter by letter.',
      ],
      evidence: 'The detail as the customer gave it and the turn after; an echo alone is no check.',
      low: [],
      high: [
        'You checked {called} with {did} before using it.',
        '{did} made sure of {called} while it could still be put right.',
        'Finding back {called} with {did} spared both of you a mistake.',
      ],
    }),
  ],
};

const discovery: Part = {
  id: 'discovery',
  criteria: [
    whole('How well did the agent find out what this customer needs, in the call as a whole?'),
    leveled({
      id: 'need_first',
      weight: 3,
      when: 'offer',
      question: 'Did the agent learn the need before offering anything?',
      levels: [
        'The pitch comes before any question about the customer.',
        'One question for form, then the pitch.',
        'A few closed questions, or the customer told the need unasked.',
        'The customer describes how things are now before anything is offered.',
        'The customer tells it by an example of their own, and the offer waits for it.',
      ],
      evidence:
        'Everything before the first offer or price. “How are you”, permission to talk and identity are not questions about the need.',
      low: [
        'You offered before asking: {did} came while nothing was known of how the customer does it now. Put one open question in front of it.',
        '{did} was your first move. Ask how it works for them today, then choose which part of this to say.',
        'The pitch {did} went ahead of every question. Hold it back until the customer has described one ordinary week.',
      ],
      high: [
        'You asked {did} before offering anything.',
        '{did} let the customer tell the need before you named an offer.',
        'Your offer could wait for the answer to {did}.',
      ],
    }),
    leveled({
      id: 'depth',
      weight: 3,
      when: 'trouble',
      question: 'When a problem was told, did the agent find out how large it is?',
      levels: [
        'The problem is passed over for a pitch.',
        'Noticed in a word, then passed over.',
        'One question that can be answered by yes or no.',
        'A question that brings out how often, how much or since when.',
        'The customer puts a size to it: hours, money, people.',
      ],
      evidence: 'The customer telling the problem and the agent’s next two turns.',
      low: [
        'The customer told you {called} and you went straight to {did}. Stay with it for one question: how often, and what does it cost them?',
        '{did} came on top of {called}. Ask what that means in hours or money first; the offer gains by the number.',
      ],
      high: [
        'When the customer said {called} you stayed with it and asked {did}.',
        '{did} showed how large {called} is.',
        'You did not pass over {called}: {did} went to its size.',
      ],
    }),
    leveled({
      id: 'builds',
      weight: 2,
      when: 'always',
      question: 'Did the next question come from the last answer?',
      levels: [
        'The agent asks for what was just said.',
        'Questions follow a list whatever the answer is.',
        'Mostly a list, now and then a question from the answer.',
        'Questions take up what the customer said.',
        'A question joins two things the customer said and shows them something new.',
      ],
      evidence: 'A question of the agent and the customer’s turn before it; repeating words is not enough.',
      low: [],
      high: [
        '{did} took up the customer’s own words.',
        'Your question {did} came from what had just been said.',
        'You listened for the next question: {did}.',
      ],
    }),
    leveled({
      id: 'decision',
      weight: 2,
      when: 'next_step',
      question: 'Where others, dates or budgets came up, did the agent learn who decides, when and on what?',
      levels: [
        'A partner or a deadline is named and nothing is asked.',
        'Asked for only to press: “are you the decision maker?”',
        'One of who, when and on what is known at the end.',
        'Two of them are known.',
        'The agent knows who decides when, and what that person will ask.',
      ],
      evidence: 'The turn that names others, a date or a budget, and what follows.',
      low: [],
      high: [],
    }),
  ],
};

const delivery: Part = {
  id: 'delivery',
  criteria: [
    whole('How did the agent treat the customer and lead the talk, in the call as a whole?'),
    leveled({
      id: 'opening',
      weight: 1,
      when: 'always',
      question: 'Did the customer know at once who speaks, for whom and why?',
      levels: [
        'The call opens with a demand, and nobody says who is calling.',
        'Name or firm only when the customer asks.',
        'Name or firm unasked.',
        'Name, firm and reason in one breath.',
        'Name, firm, reason, and whether this is a good moment.',
      ],
      evidence: 'The first turns of the agent. Transfers and acquaintances need less.',
      low: [
        'No name of yours is heard in this call; it begins with {did}. Say who you are and for whom before anything else.',
        'You opened with {did} and never said your name. Five words of introduction are enough.',
      ],
      high: [],
    }),
    leveled({
      id: 'attention',
      weight: 3,
      when: 'trouble',
      question: 'When the customer told news or trouble, was the person answered too?',
      levels: [
        'The trouble is talked over, blamed on the customer or used to sell.',
        'The next question comes as if nothing had been said.',
        'A stock phrase, then business.',
        'One sentence that takes up what was told, then help.',
        'The agent says what it means for this customer and acts on it at once.',
      ],
      evidence:
        'What was told and the agent’s next turn. A phrase of regret without the customer’s matter is a stock phrase.',
      low: [
        'The customer said {called} and your answer was {did}. Answer the news in one sentence before you go on.',
        '{did} passed over {called}, and the customer grew sharper. Say what it means for them, then ask.',
        'After {called} came {did}. One sentence about what happened to them belongs in between.',
      ],
      high: [
        'The customer told you {called}, and you answered the person: {did}.',
        '{did} met {called} before the business went on.',
        'After {called} you said {did}, and it was heard.',
      ],
    }),
    leveled({
      id: 'respect',
      weight: 3,
      when: 'always',
      question: 'Was the customer met as an equal?',
      levels: [
        'Scorn, blame or threats.',
        'Curt or lecturing; the customer is cut short.',
        'Correct and impersonal.',
        'Friendly at eye level; the customer finishes their sentences.',
        'At ease with each other, also where they disagree.',
      ],
      evidence: 'The agent’s words and what the customer does next. Dry wit that both share is no scorn.',
      low: [
        '{did} was heard as a dig: the customer came back with {taken}. Leave the remark out and say the fact alone.',
        'The customer’s {taken} answers your {did}. Say the same without the edge.',
      ],
      high: [],
    }),
    leveled({
      id: 'steady',
      weight: 2,
      when: 'wait',
      question: 'Was the thread held while something was looked up?',
      levels: [
        'Silence, or the wrong file, without a word.',
        'Long waits that are only explained afterwards.',
        'A wait without a length, kept short.',
        'What is being done and how long it takes is said before the wait.',
        'The agent comes back in time with what was promised.',
      ],
      evidence: 'Silences of more than five seconds and the turn before them.',
      low: [],
      high: [],
    }),
  ],
};

/** The half of the sales scorecard that is about talking with each other. */
export const SALES_CONVERSATION = { clarity, discovery, delivery };
