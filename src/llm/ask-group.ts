import { AiError, QUOTA_USED, TOO_LARGE } from '../adapters/ai/ai-client.ts';
import type { Completion, LanguageModel } from '../adapters/ai/language-model.ts';
import type { Warning } from '../analysis/report.ts';
import type { SectionInput } from '../analysis/section.ts';
import { type AnswerResult, type OfflineSections, type ReadableSection, readAnswer } from './answers.ts';
import type { CallRecord } from './call-record.ts';
import { questionBudget, questionLength } from './context-budget.ts';
import { repairText } from './prompt.ts';
import { type AskedSection, composeQuestion, type Question, schemaOf } from './questions.ts';

/** What one group of sections became. */
export interface GroupAnswer extends Omit<AnswerResult, 'errors'> {
  readonly warnings: readonly Warning[];
  /** Every answer of the model: the second is the repair. */
  readonly completions: readonly Completion[];
}

type AnswerableSection = AskedSection & ReadableSection;

const MOST_ANSWERS = 2;
const LONGEST_REPEATED_ANSWER_CHARACTERS = 8_000;
const NO_ANSWER = '(no answer)';

/** What a group of sections is asked about. */
interface QuestionContext {
  readonly input: SectionInput;
  /** The sections as the offline computation wrote them, by name. */
  readonly offline: OfflineSections;
  /** What stands for the transcript; the whole call where there is none. */
  readonly record?: CallRecord;
}

/** Asks for a group of sections, and once more for those that did not fit. Throws only the signal's reason. */
export async function askGroup(
  model: LanguageModel,
  group: readonly AnswerableSection[],
  { input, offline, record }: QuestionContext,
  signal: AbortSignal,
): Promise<GroupAnswer> {
  const answers: Completion[] = [];
  const reads: AnswerResult[] = [];
  const room = questionBudget(model);
  let missing = group;
  let question: Question | null = composeQuestion(group, input, record);
  let reason: Reason = questionLength(question) > room ? TOO_LONG : INVALID;
  try {
    while (question !== null && questionLength(question) <= room) {
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
    completions: answers,
  };
}

/** The same question for the sections that did not fit, with what was wrong and as much of the answer as there is room for. */
function repairOf(
  { messages }: Question,
  { content }: Completion,
  errors: AnswerResult['errors'],
  schema: Question['schema'],
  room: number,
): Question {
  const text = (typeof content === 'string' ? content : JSON.stringify(content)) || NO_ANSWER;
  const wrong = Object.entries(errors).map(([name, error]) => `${name}: ${error}`);
  const told = { role: 'user', content: repairText(wrong.join('\n')) } as const;
  const left = Math.max(0, room - questionLength({ schema, messages: [...messages, told] }));
  const repeated = text.slice(0, Math.min(left, LONGEST_REPEATED_ANSWER_CHARACTERS));
  return { schema, messages: [...messages, { role: 'assistant', content: repeated }, told] };
}

/** Why a language model did not write something. */
type Reason = Omit<Warning, 'section'>;

const INVALID = {
  code: 'model_answer_invalid',
  message: 'The language model answered twice in a form that could not be used.',
} as const satisfies Reason;
export const TOO_LONG = {
  code: 'transcript_too_long',
  message: 'The call is too long for the language model.',
} as const satisfies Reason;
export const CONFIGURATION_TOO_LONG = {
  code: 'configuration_too_long',
  message:
    'Goals, rules, prompts and playbook of the account leave too little room for the call in the language model.',
} as const satisfies Reason;

/** What the failure of a call means. Throws what is no `AiError`. */
function reasonOf(error: unknown): Reason {
  if (!(error instanceof AiError)) throw error;
  if (error.code === TOO_LARGE) return TOO_LONG;
  if (error.code === QUOTA_USED)
    return { code: 'model_quota_used', message: 'The allowance of the language model is used up for today.' };
  return error.retryable
    ? {
        code: 'model_unavailable',
        message: 'The language model could not be reached or was out of capacity.',
      }
    : { code: 'model_rejected', message: `The language model refused the request (${error.code}).` };
}
