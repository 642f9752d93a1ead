import type { ParsedTranscript } from '../text/parsed-transcript.ts';
import { phrases, type Sentence } from '../text/sentences.ts';
import type { Acts } from './acts.ts';
import type { NameMention } from './people.ts';

/** When and how it becomes known who the customer is. */
interface Identity {
  /** The agent's sentences that ask for something identifying, in order. */
  readonly questions: readonly Sentence[];
  /** The customer's sentence that first establishes who they are; null where none does. */
  readonly established: Sentence | null;
  readonly basis: 'answered' | 'self_identified' | null;
}

/** Finds identity questions, their answers, and customers who give their name unasked; whatever comes first counts. */
export function findIdentity(
  transcript: ParsedTranscript,
  acts: Acts,
  names: readonly NameMention[],
): Identity {
  const asks = new Set(acts.find('agent', 'identity_question'));
  const questions: Sentence[] = [];
  let answer: Sentence | null = null;
  let open = false;
  for (const sentence of transcript.sentences) {
    if (asks.has(sentence)) {
      questions.push(sentence);
      open = true;
    } else if (sentence.role === 'customer' && open) {
      if (!sentence.question && !DECLINES.test(sentence.norm)) answer ??= sentence;
      open = false;
    }
  }
  const self = names.find(({ who, sentence }) => who === 'self' && sentence.role === 'customer')?.sentence;
  if (self !== undefined && (answer === null || self.startMs <= answer.startMs)) {
    return { questions, established: self, basis: 'self_identified' };
  }
  return { questions, established: answer, basis: answer === null ? null : 'answered' };
}

const DATUM =
  "(?:first |last |full |middle |maiden )?(?:name|names|date of birth|birthday|birth date|phone|telephone|cell|mobile|(?:phone|telephone|account|order|policy|member|membership|customer|card|reference|case|confirmation|social security|id|identification|passport|license|driver's license|tax|routing|pin|invoice|employee|serial) ?(?:number|id)?|social|e-?mail|(?:e-?mail |home |street |billing |mailing |shipping )?address|zip ?code|postcode|postal code|password|pin|security (?:question|code|answer)|(?:last|first) (?:four|4|three|five|six)(?: digits)?)";

/** The agent asks who the customer is, or for something that identifies them. */
export const IDENTITY_QUESTION = phrases(
  `(?:what(?:'s| is| was| are|s)|which is|whats) (?:the |your |his |her )(?:${DATUM})(?: .*)?`,
  `(?:may|can|could|might) (?:i|we) (?:please |just )?(?:have|get|take|ask (?:for|you for)|confirm|verify|grab|see|know)(?: .*)? (?:${DATUM})(?: .*)?`,
  `(?:can|could|would|will) you (?:please |just )?(?:give|tell|confirm|verify|provide|spell|repeat|read|state|share|send)(?: me| us| out)?(?: .*)? (?:${DATUM})(?: .*)?`,
  `(?:please )?(?:confirm|verify|provide|spell|state) (?:me )?(?:your|the) (?:${DATUM})(?: .*)?`,
  `(?:i(?:'ll| will)?|we(?:'ll| will)?) (?:just )?need (?:to (?:verify|confirm|get|have) )?(?:your|the) (?:${DATUM})(?: .*)?`,
  `is (?:your|the) (?:${DATUM}) (?:still|the same|correct)?(?: .*)?`,
  '(?:am i|are we) (?:speaking|talking) (?:with|to)(?: .*)?',
  '(?:who am i|whom am i|who do i have the pleasure of) (?:speaking|talking)(?: .*)?',
  '(?:is this|may i speak (?:with|to)|can i speak (?:with|to))(?: \\w+){1,3}',
  "who(?:'s| is) (?:this|calling|speaking)(?: .*)?",
  'verify your identity(?: .*)?',
);
/** The customer declines to answer. */
const DECLINES = phrases(
  "(?:i'd|i would) rather not(?: .*)?",
  '(?:why|what) do you need(?: .*)?',
  "(?:i'm|i am) not (?:giving|comfortable)(?: .*)?",
  'none of your business',
  'who is this',
);
