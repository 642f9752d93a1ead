import type { Warning } from '../analysis/judged/judgement.ts';
import { askFor, type Asked, type Question, schemaOf } from '../analysis/judged/question.ts';
import {
  type AnswerRead,
  type OfflineSections,
  type Readable,
  readAnswer,
} from '../analysis/judged/read-answer.ts';
import type { CallRecord } from '../analysis/judged/record.ts';
import { repairText } from '../analysis/judged/rules.ts';
import type { SectionInput } from '../analysis/section.ts';
import type { Completion, LanguageModel } from '../platform/ai/language-model.ts';
import { INVALID, type Reason, reasonOf, TOO_LONG } from './judge-reasons.ts';
import { lengthOf, roomOf } from './room.ts';

/** What one group of sections became. */
export interface JudgedPart extends Omit<AnswerRead, 'errors'> {
  readonly warnings: readonly Warning[];
  /** Every answer of the model: the second is the repair. */
  readonly answers: readonly Completion[];
}

export type AskedSection = Asked & Readable;

const MOST_ANSWERS = 2;
const LONGEST_REPEATED_ANSWER_CHARACTERS = 8_000;
const NO_ANSWER = '(no answer)';

/** What a group of sections is asked about. */
export interface Matter {
  readonly input: SectionInput;
  /** The sections as the offline computation wrote them, by name. */
  readonly offline: OfflineSections;
  /** What stands for the transcript; the whole call where there is none. */
  readonly record?: CallRecord;
}

/** Asks for a group of sections, and once more for those that did not fit. Throws only the signal's reason. */
export async function judgeGroup(
  model: LanguageModel,
  group: readonly AskedSection[],
  { input, offline, record }: Matter,
  signal: AbortSignal,
): Promise<JudgedPart> {
  const answers: Completion[] = [];
  const reads: AnswerRead[] = [];
  const room = roomOf(model);
  let missing = group;
  let question: Question | null = askFor(group, input, record);
  let reason: Reason = lengthOf(question) > room ? TOO_LONG : INVALID;
  try {
    while (question !== null && lengthOf(question) <= room) {
      const answer = await model.complete(question, signal);
      const read = readAnswer(answer.content, missing, { input, offline, model: model.id });
      answers.push(answer);
      reads.push(read);
      missing = missing.filter(({ name }) => Object.hasOwn(read.errors, name));
      const isOver = missing.length === 0 || answers.length === MOST_ANSWERS;
      question = isOver ? null : repairOf(question, answer, read.errors, schemaOf(missing), room);
    }
  } catch (error) {
    signal.throwIfAborted();
    reason = reasonOf(error);
  }
  return {
    written: Object.assign({}, ...reads.map(({ written }) => written)),
    quotesDropped: reads.reduce((sum, read) => sum + read.quotesDropped, 0),
    warnings: missing.map(({ name }) => ({ section: name, ...reason })),
    answers,
  };
}

/** The same question for the sections that did not fit, with what was wrong and as much of the answer as there is room for. */
function repairOf(
  { messages }: Question,
  { content }: Completion,
  errors: AnswerRead['errors'],
  schema: Question['schema'],
  room: number,
): Question {
  const text = (typeof content === 'string' ? content : JSON.stringify(content)) || NO_ANSWER;
  const wrong = Object.entries(errors).map(([name, error]) => `${name}: ${error}`);
  const told = { role: 'user', content: repairText(wrong.join('\n')) } as const;
  const left = Math.max(0, room - lengthOf({ schema, messages: [...messages, told] }));
  const repeated = text.slice(0, Math.min(left, LONGEST_REPEATED_ANSWER_CHARACTERS));
  return { schema, messages: [...messages, { role: 'assistant', content: repeated }, told] };
}
