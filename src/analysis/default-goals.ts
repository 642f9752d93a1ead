import type { AnalysisConfigInput } from './config.ts';

/** What a call is checked for until the account says what it wants to see. */
export const DEFAULT_GOALS: NonNullable<AnalysisConfigInput['goals']> = [
  {
    name: 'Greeting and introduction',
    description: 'The agent greets the customer and says who is speaking.',
    examples: ['thank you for calling, this is', 'hello, my name is', 'good morning, this is', 'hi, this is'],
    withinSeconds: 30,
  },
  {
    name: 'Finding out the need',
    description: 'The agent asks what the customer needs.',
    examples: [
      'how can I help you today',
      'what can I do for you',
      'what are you looking for',
      'how do you do this today',
    ],
  },
  {
    name: 'Offer of a follow-up or further help',
    description: 'The agent offers to follow up, or asks whether anything else is needed.',
    examples: [
      'is there anything else I can help you with',
      'I will call you back',
      'I will send you an email',
      'can we schedule a follow-up call',
    ],
  },
];
