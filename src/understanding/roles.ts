import type { Role, Transcript } from '../domain/transcript.ts';
import { AGENT_LABEL, CUSTOMER_LABEL } from '../text/names.ts';
import { englishPart, parseTranscript } from '../text/parsed-transcript.ts';
import { turnsOf } from './acts.ts';
import { turnFeatures } from './features.ts';
import { models } from './model.ts';

/** What one turn may say at most, in log odds: a caller who once sounds like an agent is none. */
const MOST_OF_A_TURN = 3;
/** How far two speakers must lie apart, and how far a speaker among several from the middle. Below both stay unknown. */
const PAIR_APART = 3;
const ALONE_APART = 1.5;

/**
 * The transcript with the roles of its speakers. Roles given by speaker label or channel number go first, then roles in the
 * transcript, labels that name a role, and last what is said: how much every turn sounds like an agent, summed over the
 * call. With two speakers, the role of one decides that of the other. Where it is not clear the roles stay unknown.
 */
export function decideRoles(transcript: Transcript, given: Readonly<Record<string, Role>> = {}): Transcript {
  const roles = new Map<string, Role>();
  for (const { speaker, channel, role } of transcript.utterances) {
    const known = roles.get(speaker) ?? 'unknown';
    if (known === 'unknown') roles.set(speaker, knownRole(speaker, channel, role, given));
  }
  const undecided = [...roles].filter(([, role]) => role === 'unknown').map(([speaker]) => speaker);
  if (undecided.length > 0) {
    for (const [speaker, role] of decideFromOthers(transcript, roles, undecided)) roles.set(speaker, role);
  }
  const utterances = transcript.utterances.map((utterance) => ({
    ...utterance,
    role: roles.get(utterance.speaker) ?? utterance.role,
  }));
  return { ...transcript, utterances };
}

function knownRole(
  speaker: string,
  channel: number | null,
  role: Role,
  given: Readonly<Record<string, Role>>,
): Role {
  const key = [speaker, String(channel)].find((name) => Object.hasOwn(given, name));
  const givenRole = key === undefined ? undefined : given[key];
  if (givenRole !== undefined && givenRole !== 'unknown') return givenRole;
  if (role !== 'unknown') return role;
  const label = speaker.toLowerCase();
  if (AGENT_LABEL.test(label)) return 'agent';
  return CUSTOMER_LABEL.test(label) ? 'customer' : 'unknown';
}

function decideFromOthers(
  transcript: Transcript,
  roles: ReadonlyMap<string, Role>,
  undecided: readonly string[],
): [string, Role][] {
  const [only] = undecided;
  if (roles.size === 2 && undecided.length === 1 && only !== undefined) {
    const isCustomer = [...roles.values()].includes('agent');
    return [[only, isCustomer ? 'customer' : 'agent']];
  }
  const leanings = readLeanings(transcript, undecided);
  if (roles.size !== 2)
    return [...leanings].map(([speaker, leaning]) => [speaker, roleOf(leaning, ALONE_APART)]);
  const [[first, one] = ['', 0], [second, two] = ['', 0]] = leanings;
  return [
    [first, roleOf(one - two, PAIR_APART)],
    [second, roleOf(two - one, PAIR_APART)],
  ];
}

/** By speaker, how much all turns together sound like an agent: log odds, negative for a customer. */
function readLeanings(transcript: Transcript, speakers: readonly string[]): Map<string, number> {
  const leanings = new Map(speakers.map((speaker) => [speaker, 0]));
  const parsed = parseTranscript(englishPart(transcript).english);
  if (!parsed.english) return leanings;
  const turns = turnsOf(parsed).map((turn) => ({ ...turn, role: 'unknown' as const }));
  turns.forEach(({ speaker }, at) => {
    const leaning = leanings.get(speaker);
    if (leaning === undefined) return;
    const [logOdds = 0] = models().roles.scores(turnFeatures(turns, at));
    leanings.set(speaker, leaning + Math.max(-MOST_OF_A_TURN, Math.min(MOST_OF_A_TURN, logOdds)));
  });
  return leanings;
}

function roleOf(leaning: number, apart: number): Role {
  if (Math.abs(leaning) < apart) return 'unknown';
  return leaning > 0 ? 'agent' : 'customer';
}
