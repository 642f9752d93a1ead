import { z } from 'zod';
import type { Disclosure, SensitiveKind } from '../../domain/analysis-config.ts';
import { computed, Engine, UNSUPPORTED_LANGUAGE } from '../../domain/engine.ts';
import { Evidence, evidenceFrom, evidenceList } from '../../text/evidence.ts';
import type { ParsedTranscript } from '../../text/parsed-transcript.ts';
import { bestMatch, literalPhrase, timeAt } from '../../text/sentences.ts';
import type { CallFacts } from '../../understanding/call-facts.ts';
import { findIdentity } from '../../understanding/identity.ts';
import { agentTurnOf, findPurposeDeclaration } from '../../understanding/needs.ts';
import { defineSection, type SectionInput } from '../section.ts';

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

const Compliance = z.strictObject({
  engine: Engine,
  identityVerification: z.strictObject({
    verified: z.boolean(),
    /** When the customer's identity was established. */
    timestampMs: computed(Milliseconds.nullable(), null),
    basis: z.enum(['answered', 'self_identified']).nullable(),
    /** Not established, or later than the rule allows. */
    flagged: computed(z.boolean(), true),
    /** Every question of the agent that asks for something identifying. */
    questions: z.array(Evidence),
    evidence: z.array(Evidence),
  }),
  mandatoryDisclosures: z.strictObject({
    read: computed(z.boolean(), false),
    matched: z.array(z.string()),
    missing: computed(z.array(z.string()), []),
    evidence: z.array(Evidence),
  }),
  purposeDeclaration: z.strictObject({
    disclosed: z.boolean(),
    /** The agent's turn, from 1, in which the purpose was stated. */
    interactionNumber: computed(z.int().positive().nullable(), null),
    flagged: computed(z.boolean(), true),
    evidence: z.array(Evidence),
  }),
  prohibitedPhrases: computed(z.strictObject({ used: z.boolean(), instances: z.array(Instance) }), {
    used: false,
    instances: [],
  }),
  sensitiveData: computed(z.strictObject({ shared: z.boolean(), instances: z.array(Instance) }), {
    shared: false,
    instances: [],
  }),
});
type Compliance = z.infer<typeof Compliance>;

const NOTHING_FOUND = {
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
  prompt: {
    version: 1,
    group: 'conduct',
    text: 'Check the rules of the call: whether and when the agent established who the customer is, which of the configured disclosures were said in substance (their names), and where the agent stated the purpose of the call. Quote verbatim; do not infer what was not said.',
    given: ({ disclosures }) => ({ disclosures }),
  },
  settle: settleCompliance,
  offline: (input): Compliance => {
    const { facts } = input;
    if (facts === null) return { engine: UNSUPPORTED_LANGUAGE, ...NOTHING_FOUND };
    return {
      engine: 'offline',
      identityVerification: checkIdentity(input, facts),
      mandatoryDisclosures: checkDisclosures(input),
      purposeDeclaration: checkPurpose(input, facts),
      prohibitedPhrases: checkProhibited(input),
      sensitiveData: checkSensitive(input),
    };
  },
});

/** Times, turns and deadlines follow from the quotes; without a quote nothing was established, read or stated. */
function settleCompliance(answer: Compliance, { trusted, config }: SectionInput): Compliance {
  const { identityVerification: identity, mandatoryDisclosures: disclosures, purposeDeclaration } = answer;
  const [established] = identity.verified ? identity.evidence : [];
  const timestampMs = established?.startMs ?? null;
  const names = config.disclosures.map(({ name }) => name);
  const isRead = (name: string) => disclosures.evidence.length > 0 && disclosures.matched.includes(name);
  const missing = names.filter((name) => !isRead(name));
  const [stated] = purposeDeclaration.disclosed ? purposeDeclaration.evidence : [];
  const turn = stated === undefined ? null : agentTurnOf(trusted, stated.utterance);
  return {
    ...answer,
    identityVerification: {
      ...identity,
      verified: established !== undefined,
      basis: established === undefined ? null : identity.basis,
      timestampMs,
      flagged: timestampMs === null || timestampMs > config.identityWithinMs,
    },
    mandatoryDisclosures: {
      ...disclosures,
      read: missing.length === 0,
      matched: names.filter(isRead),
      missing,
    },
    purposeDeclaration: {
      ...purposeDeclaration,
      disclosed: turn !== null,
      interactionNumber: turn,
      flagged: turn === null || turn > config.purposeWithinAgentTurns,
    },
  };
}

function checkIdentity(
  { trusted, config }: SectionInput,
  facts: CallFacts,
): Compliance['identityVerification'] {
  const { questions, established, basis } = findIdentity(trusted, facts.acts, facts.names);
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

function checkDisclosures({ trusted, config }: SectionInput): Compliance['mandatoryDisclosures'] {
  const agent = trusted.sentences.filter(({ role }) => role !== 'customer');
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

function checkPurpose({ trusted, config }: SectionInput, facts: CallFacts): Compliance['purposeDeclaration'] {
  const purpose = findPurposeDeclaration(trusted, facts);
  const late = purpose === null || purpose.turn > config.purposeWithinAgentTurns;
  return {
    disclosed: purpose !== null,
    interactionNumber: purpose?.turn ?? null,
    flagged: late,
    evidence: purpose === null ? [] : [evidenceFrom(purpose.sentence)],
  };
}

function checkProhibited({ full, config }: SectionInput): Compliance['prohibitedPhrases'] {
  const patterns = config.prohibitedPhrases.flatMap((phrase) => {
    const pattern = literalPhrase(phrase);
    return pattern === null ? [] : [{ phrase, pattern }];
  });
  const instances = full.sentences
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

/** Sensitive data said aloud; what was redacted counts by its placeholder. */
function checkSensitive({ config, entities, full }: SectionInput): Compliance['sensitiveData'] {
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
  const redacted = findRedacted(full).filter(({ kind }) => watched.includes(kind));
  instances.push(
    ...redacted.map(({ kind, evidence }) => ({
      type: kind,
      text: evidence.quote,
      utterance: evidence.utterance,
      startMs: evidence.startMs,
      evidence: [evidence],
    })),
  );
  return { shared: instances.length > 0, instances };
}

/** Which data a placeholder of redaction stands for. */
const KINDS: ReadonlyMap<string, SensitiveKind> = new Map([
  ['[card]', 'card'],
  ['[national_id]', 'national_id'],
]);

/** The placeholders of sensitive data that redaction took out. */
function findRedacted(trusted: ParsedTranscript): { kind: SensitiveKind; evidence: Evidence }[] {
  return trusted.utterances.flatMap(({ utterance, tokens }) =>
    tokens.flatMap(({ text, start, end }) => {
      const kind = KINDS.get(text);
      if (kind === undefined) return [];
      const evidence = {
        utterance: utterance.index,
        startMs: timeAt(utterance, start),
        endMs: timeAt(utterance, end),
        quote: utterance.text.slice(start, end),
      };
      return [{ kind, evidence }];
    }),
  );
}
