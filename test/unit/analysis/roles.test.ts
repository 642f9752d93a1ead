import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLabelledCalls } from '../../../bench/eval/labelled-calls.ts';
import { decideRoles } from '../../../src/understanding/roles.ts';
import { dialogue, transcript } from './call.ts';

const LABELLED = path.join(import.meta.dirname, '../../../../shared/calls/labelled');
const rolesOf = (call: Parameters<typeof decideRoles>[0], given?: Parameters<typeof decideRoles>[1]) =>
  Object.fromEntries(decideRoles(call, given).utterances.map(({ speaker, role }) => [speaker, role]));

describe('what is said decides', () => {
  const opening = 'Thank you for calling Lakeside Internet, my name is Priya. How can I help you?';
  const need = 'Hi, my internet keeps dropping and I need to talk to somebody.';

  it('whoever speaks first', () => {
    expect(rolesOf(dialogue(`one: ${opening}`, `two: ${need}`))).toEqual({ one: 'agent', two: 'customer' });
    expect(rolesOf(dialogue(`one: ${need}`, `two: ${opening}`))).toEqual({ one: 'customer', two: 'agent' });
  });

  it('a seller who calls is the agent', () => {
    const call = dialogue(
      'one: Hello?',
      "two: Hi, this is Jordan from Northwind Software. I'm calling from the onboarding team, do you have a minute?",
      'one: What is it about? We already use something else.',
    );
    expect(rolesOf(call)).toEqual({ one: 'customer', two: 'agent' });
  });

  it('without any sign both stay unknown', () => {
    expect(rolesOf(dialogue('one: Blue.', 'two: Seven.'))).toEqual({ one: 'unknown', two: 'unknown' });
  });

  it('not in a language it does not know', () => {
    const call = { ...dialogue(`one: ${opening}`, `two: ${need}`), language: 'de' };
    expect(rolesOf(call)).toEqual({ one: 'unknown', two: 'unknown' });
  });
});

describe('what the caller says wins', () => {
  const call = dialogue('a: How can I help you?', 'b: I would like to check my balance.');

  it('by speaker label, and one side given decides the other', () => {
    expect(rolesOf(call, { a: 'customer' })).toEqual({ a: 'customer', b: 'agent' });
  });

  it('by channel', () => {
    const stereo = {
      ...call,
      utterances: call.utterances.map((utterance, channel) => ({ ...utterance, channel })),
    };
    expect(rolesOf(stereo, { '0': 'customer', '1': 'agent' })).toEqual({ a: 'customer', b: 'agent' });
  });
});

it.each(['Agent 1', 'sales_rep', 'ADVISOR', 'support-2', 'Operator'])(
  'the label %s names the agent',
  (label) => {
    const call = transcript([{ speaker: label, startMs: 0, endMs: 900, text: 'I need to check my account' }]);
    expect(rolesOf(call)).toEqual({ [label]: 'agent' });
  },
);

it.each(['caller', 'Client', 'prospect_7', 'Patient', 'user'])('the label %s names the customer', (label) => {
  const call = transcript([{ speaker: label, startMs: 0, endMs: 900, text: 'how can i help you' }]);
  expect(rolesOf(call)).toEqual({ [label]: 'customer' });
});

it('more than two speakers are decided one by one', () => {
  const call = dialogue(
    'a: Thank you for calling, how can I help you?',
    'b: I would like to cancel my order.',
    'c: Hello, this is the returns department, can I have your order number?',
    'd: Seven.',
  );
  expect(rolesOf(call)).toEqual({ a: 'agent', b: 'customer', c: 'agent', d: 'customer' });
});

it.skipIf(!existsSync(LABELLED))(
  'every labelled call gets both roles right from content (needs ../shared/calls/labelled)',
  () => {
    for (const { id, transcript: call, segments } of readLabelledCalls(LABELLED)) {
      const hidden = call.utterances.map((utterance) => ({
        ...utterance,
        role: 'unknown' as const,
        speaker: utterance.speaker === 'agent' ? 'x' : 'y',
      }));
      const expected = { x: 'agent', y: 'customer' };
      expect({ id, ...rolesOf({ ...call, utterances: hidden }) }).toEqual({ id, ...expected });
      expect(segments.length).toBeGreaterThan(0);
    }
  },
);
