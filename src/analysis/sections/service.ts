import { z } from 'zod';
import { computed, Engine, UNSUPPORTED_LANGUAGE } from '../../domain/engine.ts';
import { ramp, weigh } from '../../scorecards/signals.ts';
import { Evidence, evidenceList } from '../../text/evidence.ts';
import type { CallFacts } from '../../understanding/call-facts.ts';
import { completeness, shownBy } from '../../understanding/courtesy.ts';
import { defineSection, type SectionInput } from '../section.ts';

const Part = z.boolean();

export const Service = z.strictObject({
  engine: Engine,
  /** Quality of service from 0 to 100, null where no agent speaks; offline the weighted mean of `parts`. */
  score: z.int().min(0).max(100).nullable(),
  parts: computed(
    z.array(
      z.strictObject({ name: z.string(), value: z.number().min(0).max(1), weight: z.number().min(0).max(1) }),
    ),
    [],
  ),
  greeting: z.strictObject({
    present: z.boolean(),
    /** Which parts of a full greeting were there. */
    greeting: Part,
    name: Part,
    company: Part,
    offer: Part,
    evidence: z.array(Evidence),
  }),
  empatheticLanguage: z.strictObject({
    present: z.boolean(),
    count: z.int().nonnegative(),
    evidence: z.array(Evidence),
  }),
  closing: z.strictObject({
    present: z.boolean(),
    moreHelp: Part,
    thanks: Part,
    farewell: Part,
    evidence: z.array(Evidence),
  }),
});
export type Service = z.infer<typeof Service>;

const RESPONSE_MS = { full: 1_500, none: 8_000 };
const QUIET_SHARE = { full: 0.02, none: 0.3 };
const OUTCOME_VALUES = { resolved: 1, follow_up: 0.8, escalated: 0.5, unknown: 0.5, unresolved: 0 };
const NOTHING_FOUND = {
  score: null,
  parts: [],
  greeting: { present: false, greeting: false, name: false, company: false, offer: false, evidence: [] },
  empatheticLanguage: { present: false, count: 0, evidence: [] },
  closing: { present: false, moreHelp: false, thanks: false, farewell: false, evidence: [] },
};

export const service = defineSection({
  name: 'service',
  schema: Service,
  prompt: {
    version: 1,
    group: 'conduct',
    text: 'Judge the quality of service from 0 to 100: whether the agent greets (greeting, name, company, offer to help), speaks with empathy, waits and silences, how the matter ends, and whether the agent closes (offers more help, thanks, says goodbye). Quote the sentences that show each.',
  },
  offline: (input): Service => {
    const { facts } = input;
    if (facts === null) return { engine: UNSUPPORTED_LANGUAGE, ...NOTHING_FOUND };
    if (input.trustedConversation.roles.agent.wordCount === 0) return { engine: 'offline', ...NOTHING_FOUND };
    const { opening, closing, empathy } = facts.courtesy;
    const parts = measureParts(input, facts);
    return {
      engine: 'offline',
      score: weigh(parts.map((part) => ({ ...part, strength: '', weakness: '', shown: [], missed: [] }))),
      parts: parts.map(({ name, value, weight }) => ({ name, value: Math.round(value * 100) / 100, weight })),
      greeting: {
        present: opening.greeting !== null || (opening.offer !== null && opening.name !== null),
        greeting: opening.greeting !== null,
        name: opening.name !== null,
        company: opening.company !== null,
        offer: opening.offer !== null,
        evidence: evidenceList(shownBy(opening)),
      },
      empatheticLanguage: {
        present: empathy.length > 0,
        count: empathy.length,
        evidence: evidenceList(empathy),
      },
      closing: {
        present: closing.farewell !== null || closing.thanks !== null,
        moreHelp: closing.moreHelp !== null,
        thanks: closing.thanks !== null,
        farewell: closing.farewell !== null,
        evidence: evidenceList(shownBy(closing)),
      },
    };
  },
});

/** The weighted parts of the score; docs/metrics.md gives the table. */
function measureParts({ trustedConversation }: SectionInput, { courtesy, outcome, pains }: CallFacts) {
  const { meanMs } = trustedConversation.responseTime;
  const { durationMs, deadAir, hold } = trustedConversation;
  const quiet = durationMs === 0 ? 0 : (deadAir.totalMs + hold.totalMs / 2) / durationMs;
  const warm = courtesy.empathy.length * 2 + courtesy.willing.length - courtesy.dismissive.length * 2;
  const called = pains.length > 0 ? 3 : 1;
  return [
    { name: 'greeting', value: completeness(courtesy.opening), weight: 0.2 },
    { name: 'empathy', value: ramp(warm, 0, called), weight: 0.2 },
    {
      name: 'promptness',
      value: meanMs === null ? 0 : ramp(meanMs, RESPONSE_MS.none, RESPONSE_MS.full),
      weight: meanMs === null ? 0 : 0.15,
    },
    { name: 'silence', value: ramp(quiet, QUIET_SHARE.none, QUIET_SHARE.full), weight: 0.1 },
    { name: 'outcome', value: OUTCOME_VALUES[outcome.kind], weight: 0.2 },
    { name: 'closing', value: completeness(courtesy.closing), weight: 0.15 },
  ];
}
