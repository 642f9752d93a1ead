/** Who spoke when, by a person's ear. Seconds. */
export interface SpeakerTurn {
  start_s: number;
  end_s: number;
  role: string;
}

/** What a machine recognised: seconds, and a speaker number. */
export interface RecognisedTurn {
  start: number;
  end: number;
  speaker: number;
}

function spokenWithin(turn: SpeakerTurn, recognised: readonly RecognisedTurn[], speaker: number): number {
  return recognised
    .filter((other) => other.speaker === speaker)
    .reduce(
      (sum, { start, end }) => sum + Math.max(0, Math.min(end, turn.end_s) - Math.max(start, turn.start_s)),
      0,
    );
}

/** The speaker who is recognised for the longest time within the turn, null when nobody is. */
function mainSpeaker(turn: SpeakerTurn, recognised: readonly RecognisedTurn[]): number | null {
  const speakers = [...new Set(recognised.map(({ speaker }) => speaker))];
  const times = speakers.map((speaker) => spokenWithin(turn, recognised, speaker));
  const longest = Math.max(0, ...times);
  return longest === 0 ? null : (speakers[times.indexOf(longest)] ?? null);
}

/**
 * Turns that go to one consistent speaker per role, under the assignment of speaker numbers 0 and 1 to `agent` and
 * `customer` that fits best.
 */
export function turnsOnOneSpeaker(
  turns: readonly SpeakerTurn[],
  recognised: readonly RecognisedTurn[],
): number {
  const speakers = turns.map((turn) => mainSpeaker(turn, recognised));
  const right = (agent: number) =>
    turns.filter((turn, index) => speakers[index] === (turn.role === 'agent' ? agent : 1 - agent)).length;
  return Math.max(right(0), right(1));
}
