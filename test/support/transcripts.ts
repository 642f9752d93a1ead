/** A short sales call as a caller would submit it. */
export const salesCall = {
  language: 'en',
  utterances: [
    {
      speaker: 'agent',
      start: 0,
      end: 4.2,
      text: 'Thank you for calling Northwind Software, this is Alice. How can I help you today?',
    },
    {
      speaker: 'customer',
      start: 4.6,
      end: 9,
      text: 'Hi, I am Bob Miller. We are looking for a tool to manage our support calls.',
    },
    { speaker: 'agent', start: 9.5, end: 12.4, text: 'Great. How many agents do you have on the team?' },
    {
      speaker: 'customer',
      start: 13,
      end: 17.5,
      text: 'Um, about twenty people. But your price seems a bit expensive to us.',
    },
    {
      speaker: 'agent',
      start: 18,
      end: 25,
      text: 'I understand. Most teams of your size save two hours a day, so it pays for itself in a month.',
    },
    { speaker: 'customer', start: 27.5, end: 30, text: 'Okay, that sounds good to me.' },
    {
      speaker: 'agent',
      start: 30.4,
      end: 35,
      text: 'I will send you the proposal by Friday. Thank you, have a great day!',
    },
  ],
};
