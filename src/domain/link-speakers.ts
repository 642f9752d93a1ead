import { type Overlap, sharedWords, tokensOf } from './chunk-overlap.ts';
import type { Role, Utterance } from './transcript.ts';

/** The speakers of the chunks so far, by label. `leaning`: above 0 for an agent, below 0 for a customer. */
export type KnownSpeakers = ReadonlyMap<string, { readonly leaning: number; readonly talkMs: number }>;

/** Weight of all shared words together, once there are enough of them: more than everything else. */
const WORDS_WORTH = 12;
const ENOUGH_WORDS = 3;
const ROLE_WORTH = 2;

const LEANING: Readonly<Record<Role, number>> = { agent: 1, customer: -1, unknown: 0 };

/**
 * Which known speaker each speaker of the next chunk is; whoever is left over gets a new label. In order of weight: the same
 * words in the overlap, the same `role` where it is known, a similar share of the talking. With two speakers the result is
 * as good as their roles; of more than two, some may be confused.
 */
export function linkSpeakers(
  known: KnownSpeakers,
  before: readonly Utterance[],
  next: readonly Utterance[],
  overlap: Overlap,
): ReadonlyMap<string, string> {
  const speaking = learnSpeakers(new Map(), next);
  const words = wordsInCommon(before, next, overlap);
  const enough = Math.max(
    ENOUGH_WORDS,
    [...words.values()].reduce((sum, count) => sum + count, 0),
  );
  const scores = [...known].flatMap(([label, one]) =>
    [...speaking].map(([speaker, other]) => ({
      label,
      speaker,
      score:
        (WORDS_WORTH * (words.get(`${label} ${speaker}`) ?? 0)) / enough +
        ROLE_WORTH * Math.sign(one.leaning) * other.leaning +
        (1 - Math.abs(share(known, label) - share(speaking, speaker))),
    })),
  );
  const links = new Map<string, string>();
  for (const { label, speaker } of byAdvantage(scores))
    if (!links.has(speaker) && ![...links.values()].includes(label)) links.set(speaker, label);
  for (const speaker of speaking.keys())
    if (!links.has(speaker)) links.set(speaker, newLabel(speaker, [...known.keys(), ...links.values()]));
  return links;
}

/** The known speakers with what another chunk adds, once its speakers have their labels. */
export function learnSpeakers(known: KnownSpeakers, utterances: readonly Utterance[]): KnownSpeakers {
  const learned = new Map(known);
  const roles = new Map(utterances.map(({ speaker, role }) => [speaker, role]));
  for (const [speaker, role] of roles) {
    const { leaning = 0, talkMs = 0 } = known.get(speaker) ?? {};
    const own = utterances.filter((utterance) => utterance.speaker === speaker);
    const moreMs = own.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
    learned.set(speaker, { leaning: leaning + LEANING[role], talkMs: talkMs + moreMs });
  }
  return learned;
}

interface Score {
  readonly label: string;
  readonly speaker: string;
  readonly score: number;
}

/** First the pairs that fit best compared with the other choices of both speakers: with two and two, the first decides. */
function byAdvantage(scores: readonly Score[]): Score[] {
  const mean = (of: readonly Score[]) => of.reduce((sum, { score }) => sum + score, 0) / of.length;
  const advantage = ({ label, speaker, score }: Score) =>
    score -
    mean(scores.filter((other) => other.label === label)) -
    mean(scores.filter((other) => other.speaker === speaker));
  const ranked = scores.map((one) => ({ one, advantage: advantage(one) }));
  return ranked
    .toSorted((a, b) => b.advantage - a.advantage || b.one.score - a.one.score)
    .map(({ one }) => one);
}

function wordsInCommon(
  before: readonly Utterance[],
  next: readonly Utterance[],
  overlap: Overlap,
): Map<string, number> {
  const [left, right] = [tokensOf(before), tokensOf(next)];
  const counts = new Map<string, number>();
  for (const pair of sharedWords(left, right, overlap)) {
    const one = before[left[pair.left]?.utterance ?? -1];
    const other = next[right[pair.right]?.utterance ?? -1];
    const key = `${one?.speaker} ${other?.speaker}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function share(speakers: KnownSpeakers, label: string): number {
  const total = [...speakers.values()].reduce((sum, { talkMs }) => sum + talkMs, 0);
  return total === 0 ? 0 : (speakers.get(label)?.talkMs ?? 0) / total;
}

function newLabel(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  let number = 0;
  while (taken.includes(`speaker_${number}`)) number += 1;
  return `speaker_${number}`;
}
