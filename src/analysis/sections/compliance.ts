import { z } from 'zod';
import type { Disclosure } from '../config.ts';
import { Engine, UNSUPPORTED_LANGUAGE } from '../engine.ts';
import { Evidence, evidenceFrom, evidenceList } from '../evidence.ts';
import { findIdentity } from '../facts/identity.ts';
import { findPurpose } from '../facts/purpose.ts';
import type { Story } from '../facts/story.ts';
import { defineSection, type SectionInput } from '../section.ts';
import { literalPhrase } from '../text/phrases.ts';
import { bestMatch } from '../text/phrase-match.ts';
import { tokenise } from '../text/tokens.ts';

const Milliseconds = z.int().nonnegative();
const Instance = z.strictObject({
  /** The configured phrase, or the kind of data. */
  type: z.string(),
  /** What was said; sensitive data with all but its last two characters masked. */
  text: z.string(),
  utterance: z.int().nonnegative(),
  startMs: Milliseconds,
  evidence: z.array(Evidence),
});

export const Compliance = z.strictObject({
  engine: Engine,
  identityVerification: z.strictObject({
    verified: z.boolean(),
    /** When the customer's identity was established. */
    timestampMs: Milliseconds.nullable(),
    basis: z.enum(['answered', 'self_identified']).nullable(),
    /** Not established, or later than the rule allows. */
    flagged: z.boolean(),
    /** Every question of the agent that asks for something identifying. */
    questions: z.array(Evidence),
    evidence: z.array(Evidence),
  }),
  mandatoryDisclosures: z.strictObject({
    read: z.boolean(),
    matched: z.array(z.string()),
    missing: z.array(z.string()),
    evidence: z.array(Evidence),
  }),
  purposeDeclaration: z.strictObject({
    disclosed: z.boolean(),
    /** The agent's turn, from 1, in which the purpose was stated. */
    interactionNumber: z.int().positive().nullable(),
    flagged: z.boolean(),
    evidence: z.array(Evidence),
  }),
  prohibitedPhrases: z.strictObject({ used: z.boolean(), instances: z.array(Instance) }),
  sensitiveData: z.strictObject({ shared: z.boolean(), instances: z.array(Instance) }),
});
export type Compliance = z.infer<typeof Compliance>;

const NOT_JUDGED = {
  identityVerification: {
    verified: false,
    timestampMs: null,
    basis: null,
    flagged: false,
    questions: [],
    evidence: [],
  },
  mandatoryDisclosures: { read: false, matched: [], missing: [], evidence: [] },
  purposeDeclaration: { disclosed: false, interactionNumber: null, flagged: false, evidence: [] },
  prohibitedPhrases: { used: false, instances: [] },
  sensitiveData: { shared: false, instances: [] },
};
/** Share of a disclosure's words that must be said in one place. */
const DISCLOSED_AT = 0.75;

export const compliance = defineSection({
  name: 'compliance',
  schema: Compliance,
  prompt:
    'Check the rules of the call: whether and when the agent established who the customer is, which of the configured disclosures were said in substance, in which of the agent’s turns the purpose of the call was stated, every use of a prohibited phrase, and every piece of sensitive data said aloud. Quote verbatim; do not infer what was not said.',
  offline: (input): Compliance => {
    const { story } = input;
    if (story === null) return { engine: UNSUPPORTED_LANGUAGE, ...NOT_JUDGED };
    return {
      engine: 'offline',
      identityVerification: checkIdentity(input, story),
      mandatoryDisclosures: checkDisclosures(input),
      purposeDeclaration: checkPurpose(input, story),
      prohibitedPhrases: checkProhibited(input),
      sensitiveData: checkSensitive(input),
    };
  },
});

function checkIdentity({ reading, config }: SectionInput, story: Story): Compliance['identityVerification'] {
  const { questions, established, basis } = findIdentity(reading, story.names);
  const timestampMs = established?.startMs ?? null;
  return {
    verified: established !== null,
    timestampMs,
    basis,
    flagged: timestampMs === null || timestampMs > config.identityWithinMs,
    questions: evidenceList(questions, 20),
    evidence: established === null ? [] : [evidenceFrom(established)],
  };
}

function checkDisclosures({ reading, config }: SectionInput): Compliance['mandatoryDisclosures'] {
  const agent = reading.sentences.filter(({ role }) => role !== 'customer');
  const found = config.disclosures.map((disclosure: Disclosure) => ({
    name: disclosure.name,
    match: bestMatch(agent, disclosure.phrases, DISCLOSED_AT),
  }));
  const missing = found.filter(({ match }) => match === null).map(({ name }) => name);
  return {
    read: missing.length === 0,
    matched: found.filter(({ match }) => match !== null).map(({ name }) => name),
    missing,
    evidence: found.flatMap(({ match }) => (match === null ? [] : [evidenceFrom(match.sentence)])),
  };
}

function checkPurpose({ reading, config }: SectionInput, story: Story): Compliance['purposeDeclaration'] {
  const purpose = findPurpose(reading, story);
  const late = purpose === null || purpose.turn > config.purposeWithinAgentTurns;
  return {
    disclosed: purpose !== null,
    interactionNumber: purpose?.turn ?? null,
    flagged: late,
    evidence: purpose === null ? [] : [evidenceFrom(purpose.sentence)],
  };
}

function checkProhibited({ reading, config }: SectionInput): Compliance['prohibitedPhrases'] {
  const patterns = config.prohibitedPhrases.flatMap((phrase) => {
    const pattern = literalPhrase(tokenise(phrase).map(({ text }) => text));
    return pattern === null ? [] : [{ phrase, pattern }];
  });
  const instances = reading.sentences
    .filter(({ role }) => role !== 'customer')
    .flatMap((sentence) =>
      patterns
        .filter(({ pattern }) => sentence.norm.search(pattern) >= 0)
        .map(({ phrase }) => ({
          type: phrase,
          text: sentence.text,
          utterance: sentence.utterance,
          startMs: sentence.startMs,
          evidence: [evidenceFrom(sentence)],
        })),
    );
  return { used: instances.length > 0, instances };
}

function checkSensitive({ config, entities }: SectionInput): Compliance['sensitiveData'] {
  const watched: readonly string[] = config.sensitiveData;
  const instances = entities
    .filter(({ kind }) => watched.includes(kind))
    .map(({ kind, value, evidence }) => ({
      type: kind,
      text: `${'•'.repeat(Math.max(2, value.length - 2))}${value.length > 4 ? value.slice(-2) : '••'}`,
      utterance: evidence[0]?.utterance ?? 0,
      startMs: evidence[0]?.startMs ?? 0,
      evidence: [...evidence],
    }));
  return { shared: instances.length > 0, instances };
}
