import { COMPLIANCE } from './cards/compliance.ts';
import { SALES_ARGUMENT } from './cards/sales-argument.ts';
import { SALES_CONVERSATION } from './cards/sales-conversation.ts';
import { SERVICE, SERVICE_PART } from './cards/service.ts';
import type { CallFacts } from '../understanding/call-facts.ts';
import { mostProbableFamily } from '../understanding/call-model.ts';
import type { PillarName } from './grades.ts';
import {
  readAnswered,
  readBuilds,
  readDepth,
  readExplored,
  readFitsNeed,
  readTakenUp,
  readNeedFirst,
  readTakesNo,
} from './read-argument.ts';
import {
  readAsked,
  readAttention,
  readCleanEnd,
  readDated,
  readEfficiency,
  readFigures,
  readFollow,
  readOpening,
  readOwnership,
  readRespect,
  readStraightAnswer,
  readUnderstanding,
} from './read-conduct.ts';
import { evidenceFrom } from '../text/evidence.ts';
import type { Criterion, Scorecard, Verdict } from './scorecard.ts';
import { NOT_ANSWERED, type Finding, Talk } from './talk.ts';

/** The six pillars of a sales call, in the order of the published format. */
export const PILLARS: Readonly<Record<PillarName, Scorecard['parts'][number]>> = {
  clarity: SALES_CONVERSATION.clarity,
  influence: SALES_ARGUMENT.influence,
  objection: SALES_ARGUMENT.objection,
  discovery: SALES_CONVERSATION.discovery,
  delivery: SALES_CONVERSATION.delivery,
  close: SALES_ARGUMENT.close,
};

const SALES: Scorecard = { id: 'sales', version: 1, name: 'Sales', parts: Object.values(PILLARS) };

export const BUILT_IN_SCORECARDS: readonly Scorecard[] = [SALES, SERVICE, COMPLIANCE];

/** How the offline reader answers a criterion; one that is not here it cannot answer. */
const READERS: Readonly<Record<string, (talk: Talk) => Finding>> = {
  answered: readAnswered,
  asked: readAsked,
  attention: readAttention,
  builds: readBuilds,
  clean_end: readCleanEnd,
  closing: readCleanEnd,
  dated: readDated,
  depth: readDepth,
  efficiency: readEfficiency,
  explored: readExplored,
  figures: readFigures,
  fits_need: readFitsNeed,
  follow: readFollow,
  heard: readTakenUp,
  need_first: readNeedFirst,
  next_steps: readDated,
  opening: readOpening,
  ownership: readOwnership,
  respect: readRespect,
  straight_answer: readStraightAnswer,
  takes_no: readTakesNo,
  understanding: readUnderstanding,
};

/** One criterion, its finding, and the part it belongs to. */
export interface Answer {
  readonly criterion: Criterion;
  readonly finding: Finding;
}

/** How sure the estimate of a whole part is: across writers its mean error is 0.7 of a level (docs/understanding.md). */
const SURENESS_OF_THE_WHOLE = 0.7;

/** Answers every criterion of a part; `grade` is what is estimated for the part as a whole, 0 to 4. */
export function answerPart({ criteria }: Scorecard['parts'][number], talk: Talk, grade: number): Answer[] {
  return criteria.map((criterion) => {
    if (criterion.id !== 'whole')
      return { criterion, finding: READERS[criterion.id]?.(talk) ?? NOT_ANSWERED };
    const confidence = SURENESS_OF_THE_WHOLE;
    return { criterion, finding: { state: 'answered', level: grade, confidence, moments: [], plain: false } };
  });
}

/** The answers as verdicts, with the quotes they rest on; of the whole, those that its criteria rest on. */
export function verdictsOf(answers: readonly Answer[]): Verdict[] {
  const verdicts = answers.map(({ criterion, finding }): Verdict => {
    const { state } = finding;
    if (finding.state !== 'answered')
      return { criterion: criterion.id, state, level: null, confidence: 0, evidence: [] };
    const evidence = finding.moments.flatMap(({ called, did, taken }) =>
      [called, did, taken].filter((sentence) => sentence !== null).map(evidenceFrom),
    );
    const [level, confidence] = [finding.level, finding.confidence].map(
      (value) => Math.round(value * 100) / 100,
    );
    return { criterion: criterion.id, state, level: level ?? 0, confidence: confidence ?? 0, evidence };
  });
  const quotes = verdicts.flatMap(({ evidence }) => evidence.slice(0, 2)).slice(0, 4);
  return verdicts.map((verdict) =>
    verdict.criterion === 'whole' ? { ...verdict, evidence: quotes } : verdict,
  );
}

/** A call as the scorecards see it, read once for all sections. */
export interface CallFindings {
  /** Whether two people talk: a voicemail, a menu, a wrong number or a call that dropped is not scored. */
  readonly isConversation: boolean;
  /** Whether something is sold or kept; any other conversation has no sales score. */
  readonly isSelling: boolean;
  readonly pillars: Readonly<Record<PillarName, readonly Answer[]>>;
  readonly service: readonly Answer[];
}

const MORE_LIKELY = 0.5;
/** Reads a call against the sales and the service scorecard. */
export function readCall(facts: CallFacts): CallFindings {
  const talk = new Talk({ facts });
  const { grades } = talk;
  const [family, probability] = mostProbableFamily(facts.kind.probabilities);
  const isTalk = talk.agent.length > 0 && talk.customer.length > 0;
  const isConversation = isTalk && !(family === 'none' && probability >= MORE_LIKELY);
  const answer = (pillar: PillarName): Answer[] => answerPart(PILLARS[pillar], talk, grades[pillar]);
  return {
    isConversation,
    isSelling: isConversation && family === 'selling',
    pillars: {
      clarity: answer('clarity'),
      influence: answer('influence'),
      objection: hasResistance(talk) ? answer('objection') : [],
      discovery: answer('discovery'),
      delivery: answer('delivery'),
      close: answer('close'),
    },
    service: answerPart(SERVICE_PART, talk, grades.overall),
  };
}

/** Without an objection or a no there is nothing to meet. */
function hasResistance(talk: Talk): boolean {
  return (
    talk.facts.objections.length > 0 ||
    talk.customer.some((at) => talk.does(at, 'objection', 'refusal') >= MORE_LIKELY)
  );
}
