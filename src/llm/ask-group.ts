import { AiError, QUOTA_USED, TOO_LARGE } from '../adapters/ai/ai-client.ts';
import type { Completion, LanguageModel } from '../adapters/ai/language-model.ts';
import type { Warning } from '../analysis/report.ts';
import type { SectionInput } from '../analysis/section.ts';
import { type AnswerResult, type LlmTask, type OfflineSections, readAnswer } from './answers.ts';
import type { CallRecord } from './call-record.ts';
import { repairText } from './prompt.ts';
import { answerSchema, composeQuestion, type Question, questionBudget, questionLength } from './questions.ts';

/** What a model wrote for one group of tasks. */
export interface GroupAnswer extends Omit<AnswerResult, 'errors'> {
  /** One for each task it did not write. */
  readonly warnings: readonly Warning[];
  /** Every answer of the model, the second of them the repair. */
  readonly completions: readonly Completion[];
}

/** What a group of tasks is about. */
interface QuestionContext {
  readonly input: SectionInput;
  readonly offline: OfflineSections;
  /** The call as the model sees it; by default the whole of it. */
  readonly record?: CallRecord;
}

const MOST_ANSWERS = 2;
const LONGEST_REPEATED_ANSWER_CHARACTERS = 8_000;
const NO_ANSWER = '(no answer)';

/**
 * Asks a model for a group of tasks, and a second time for those whose answer did not fit. Throws only the reason of the
 * signal: any failure of the model becomes a warning.
 */
export async function askGroup(
  model: LanguageModel,
  tasks: readonly LlmTask[],
  { input, offline, record }: QuestionContext,
  signal: AbortSignal,
): Promise<GroupAnswer> {
  const completions: Completion[] = [];
  const results: AnswerResult[] = [];
  const budget = questionBudget(model);
  let missing = tasks;
  let question: Question | null = composeQuestion(tasks, input, record);
  let reason: FailureReason = questionLength(question) > budget ? TOO_LONG : INVALID;
  try {
    while (question !== null && questionLength(question) <= budget) {
      const completion = await model.complete(question, signal);
      const result = readAnswer(completion.content, missing, { input, offline, model: model.id });
      completions.push(completion);
      results.push(result);
      missing = missing.filter(({ name }) => Object.hasOwn(result.errors, name));
      const isOver = missing.length === 0 || completions.length === MOST_ANSWERS;
      question = isOver ? null : repairQuestion(question, completion, missing, result.errors, budget);
    }
  } catch (error) {
    signal.throwIfAborted();
    reason = reasonOf(error);
  }
  return {
    written: Object.assign({}, ...results.map(({ written }) => written)),
    quotesDropped: results.reduce((sum, result) => sum + result.quotesDropped, 0),
    warnings: missing.map(({ name }) => ({ section: name, ...reason })),
    completions,
  };
}

/** What a group becomes that no model is asked for. */
export function unanswered(tasks: readonly LlmTask[], reason: FailureReason): GroupAnswer {
  const warnings = tasks.map(({ name }) => ({ section: name, ...reason }));
  return { written: {}, quotesDropped: 0, warnings, completions: [] };
}

/** The same question for the missing tasks, with what was wrong and as much of the answer as fits into the budget. */
function repairQuestion(
  { messages }: Question,
  { content }: Completion,
  missing: readonly LlmTask[],
  errors: AnswerResult['errors'],
  budget: number,
): Question {
  const schema = answerSchema(missing);
  const answer = (typeof content === 'string' ? content : JSON.stringify(content)) || NO_ANSWER;
  const wrong = Object.entries(errors).map(([name, error]) => `${name}: ${error}`);
  const complaint = { role: 'user', content: repairText(wrong.join('\n')) } as const;
  const left = Math.max(0, budget - questionLength({ schema, messages: [...messages, complaint] }));
  const repeated = answer.slice(0, Math.min(left, LONGEST_REPEATED_ANSWER_CHARACTERS));
  return { schema, messages: [...messages, { role: 'assistant', content: repeated }, complaint] };
}

/** Why a language model did not write something. */
type FailureReason = Omit<Warning, 'section'>;

const INVALID = {
  code: 'model_answer_invalid',
  message: 'The language model answered twice in a form that could not be used.',
} as const satisfies FailureReason;
export const TOO_LONG = {
  code: 'transcript_too_long',
  message: 'The call is too long for the language model.',
} as const satisfies FailureReason;
export const CONFIGURATION_TOO_LONG = {
  code: 'configuration_too_long',
  message:
    'Goals, rules, prompts and playbook of the account leave too little room for the call in the language model.',
} as const satisfies FailureReason;

/** Why the call of a model failed. Throws any other error than `AiError`. */
function reasonOf(error: unknown): FailureReason {
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
