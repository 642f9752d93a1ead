import type { Criterion, Scorecard } from '../scorecard.ts';

function rule(
  id: string,
  when: Criterion['when'],
  question: string,
  answers: { readonly yes: string; readonly no: string },
  evidence: string,
): Criterion {
  return { id, question, about: 'agent', when, weight: 1, answers, evidence, advice: { low: [], high: [] } };
}

/** Rules, each kept or not; never mixed with how well a call was led. Which apply is a matter of configuration and kind of call. */
export const COMPLIANCE: Scorecard = {
  id: 'compliance',
  version: 1,
  name: 'Compliance',
  parts: [
    {
      id: 'rules',
      criteria: [
        rule(
          'identity',
          'identity_needed',
          'Was the customer identified before the first detail of the account?',
          {
            yes: 'The customer gave what identifies them, and the agent asked for it or took it before any detail.',
            no: 'A detail of the account was told or changed before, or without, any check.',
          },
          'The first detail that only the customer may hear, and the answer that identifies them. An enquiry needs none.',
        ),
        rule(
          'recording',
          'recording_required',
          'Was the customer told that the call is recorded?',
          {
            yes: 'The notice was heard before the matter began.',
            no: 'The matter began without a notice.',
          },
          'The notice. A menu before the recording may have said it: not hearing it proves nothing.',
        ),
        rule(
          'purpose',
          'outbound',
          'Was the purpose of the call said at once?',
          {
            yes: 'What the call is for, a sale as a sale, was said in the first turns.',
            no: 'The call began under another purpose, or without one.',
          },
          'The turn that says what the call is for.',
        ),
        rule(
          'disclosures',
          'disclosures_set',
          'Were the required disclosures made?',
          { yes: 'Every one of them was said in substance.', no: 'At least one was not said.' },
          'The words of each disclosure, in one place.',
        ),
        rule(
          'prohibited_phrases',
          'phrases_set',
          'Did the agent do without the prohibited phrases?',
          { yes: 'None of them was asserted.', no: 'One was asserted by the agent.' },
          'The phrase as the agent’s own assertion; negated, quoted, or said by the customer it is none.',
        ),
      ],
    },
  ],
};
