import type { ParsedTranscript } from '../text/parsed-transcript.ts';
import { phrases, type Sentence } from '../text/sentences.ts';
import type { Act, Acts } from './acts.ts';
import type { People } from './people.ts';

/** Which parts a well-made opening or close has, and the sentences that show them; null for a missing part. */
type CourtesyParts<Part extends string> = Readonly<Record<Part, Sentence | null>>;

export interface Courtesy {
  readonly opening: CourtesyParts<'greeting' | 'name' | 'company' | 'offer'>;
  readonly closing: CourtesyParts<'moreHelp' | 'thanks' | 'farewell'>;
  readonly empathy: readonly Sentence[];
  readonly willing: readonly Sentence[];
  readonly dismissive: readonly Sentence[];
}

/** The agent's opening is looked for in this many first utterances, the close in this many last ones. */
const OPENING_UTTERANCES = 3;
const CLOSING_UTTERANCES = 4;

/** Greeting, close and manner of the agent. */
export function findCourtesy(
  transcript: ParsedTranscript,
  acts: Acts,
  { people, purpose }: { readonly people: People; readonly purpose: Sentence | null },
): Courtesy {
  const agent = transcript.utterances.filter(({ role }) => role === 'agent');
  const opening = agent.slice(0, OPENING_UTTERANCES).flatMap(({ sentences }) => sentences);
  const closing = agent.slice(-CLOSING_UTTERANCES).flatMap(({ sentences }) => sentences);
  const all = agent.flatMap(({ sentences }) => sentences);
  const matching = (pattern: RegExp): Sentence[] => all.filter(({ norm }) => pattern.test(norm));
  const [opens, closes] = [new Set(opening), new Set(closing)];
  const doing = (act: Act): Sentence[] => acts.find('agent', act);
  const opensWith = (act: Act): Sentence | null => doing(act).find((sentence) => opens.has(sentence)) ?? null;
  const closesWith = (act: Act): Sentence | null =>
    doing(act).findLast((sentence) => closes.has(sentence)) ?? null;
  const named = opening.find((sentence) => sentence === people.agent?.sentence) ?? null;
  const company = people.company?.toLowerCase() ?? null;
  return {
    opening: {
      greeting: opensWith('greeting'),
      name: opensWith('self_intro') ?? named,
      company:
        opensWith('company') ??
        opening.find(({ norm }) => company !== null && norm.includes(company)) ??
        null,
      offer: find(opening, OFFERS_HELP) ?? opening.find((sentence) => sentence === purpose) ?? null,
    },
    closing: {
      moreHelp: doing('further_help').at(-1) ?? null,
      thanks: closesWith('thanks'),
      farewell: closesWith('farewell'),
    },
    empathy: matching(EMPATHY),
    willing: matching(WILLING).filter(({ norm }) => !OFFERS_MORE.test(norm) && !OFFERS_HELP.test(norm)),
    dismissive: matching(DISMISSIVE),
  };
}

/** The sentences of the parts that are there, each once, in order of time. */
export function shownBy(parts: Readonly<Record<string, Sentence | null>>): Sentence[] {
  const sentences = Object.values(parts).filter((sentence) => sentence !== null);
  return [...new Set(sentences)].toSorted((a, b) => a.startMs - b.startMs);
}

function find(sentences: readonly Sentence[], pattern: RegExp): Sentence | null {
  return sentences.find(({ norm }) => pattern.test(norm)) ?? null;
}

/** The parts of an opening by the agent. */
export const OFFERS_HELP = phrases(
  '(?:how|what) (?:can|may|could) (?:i|we) (?:help|assist|do)(?: .*)?',
  'how (?:are you|may i direct)(?: .*)?',
  "(?:i'm|i am) here to help(?: .*)?",
  'what (?:brings|can)(?: .*)?',
);
/** The parts of a close by the agent. */
export const OFFERS_MORE = phrases(
  'anything else(?: .*)?',
  'any(?: other| more| further)? questions(?: .*)?',
  'what (?:other )?questions(?: .*)?',
  'something else(?: .*)?',
);
export const FAREWELL = phrases(
  'have (?:a|an) (?:\\w+ )?(?:great|good|nice|wonderful|lovely|fantastic|pleasant|beautiful|blessed|awesome)(?: .*)?',
  'enjoy (?:your|the rest)(?: .*)?',
  '(?:bye|goodbye|bye-bye|good bye)(?: .*)?',
  'take care(?: .*)?',
  '(?:talk|speak) to you (?:soon|then|later)(?: .*)?',
  'see you(?: .*)?',
  'you (?:too|as well)',
);
export const THANKS = phrases('(?:thank you|thanks)(?: .*)?', '(?:i |we )?(?:really )?appreciate(?: .*)?');

/** The agent takes part in how the customer feels. */
export const EMPATHY = phrases(
  "(?:i'm|i am|we're|we are)(?: so| very| really| truly)? sorry(?: .*)?",
  '(?:so |very |really )?sorry (?:to hear|about|for)(?: .*)?',
  '(?:i |we )?(?:do )?(?:apologi[sz]e|my apologies)(?: .*)?',
  '(?:i )?(?:can |completely |totally |fully |certainly |do )?understand(?: (?:how|that|your|why|the|completely|this))?(?: .*)?',
  'i (?:can )?(?:imagine|hear you|get that|feel)(?: .*)?',
  'that (?:sounds|must be|must have been)(?: .*)?',
  '(?:appreciate|thank you for|thanks for) (?:your patience|your understanding|you sharing|sharing)(?: .*)?',
  "(?:don't|do not) worry(?: .*)?",
  'i know (?:how|that)(?: .*)? (?:frustrating|important|hard|stressful|difficult)(?: .*)?',
);
/** The agent is willing. */
export const WILLING = phrases(
  "(?:i'd|i would|we'd|i'll|i will)(?: also)? be (?:happy|glad|more than happy) to(?: .*)?",
  '(?:sure|certainly|absolutely|of course|definitely|my pleasure|no problem)(?: .*)?',
  'i can (?:certainly |definitely |absolutely )?(?:help|assist|do|take care)(?: .*)?',
  'let me (?:help|take care)(?: .*)?',
  "you(?:'re| are) (?:very |so )?welcome",
);
/** The agent is short with the customer. */
export const DISMISSIVE = phrases(
  'whatever',
  "(?:there's|there is) nothing (?:i|we) can do(?: .*)?",
  "(?:that's|that is|it's) (?:not my|your) (?:problem|fault|job|issue)(?: .*)?",
  'like i (?:said|told you)',
  'do you want it or not',
  'calm down',
  "(?:i|we) (?:can't|cannot) do anything(?: .*)?",
);
