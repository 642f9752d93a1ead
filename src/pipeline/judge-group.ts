import type { Warning } from '../analysis/judged/judgement.ts';
import { askFor, type Asked, type Question } from '../analysis/judged/question.ts';
import { type AnswerRead, type Readable, readAnswer } from '../analysis/judged/read-answer.ts';
import { repairText } from '../analysis/judged/rules.ts';
import type { SectionInput } from '../analysis/section.ts';
import { MAX_ANSWER_TOKENS } from '../platform/ai/completions.ts';
import { AiError } from '../platform/ai/door.ts';
import type { Completion, LanguageModel } from '../platform/ai/language-model.ts';

/** What one group of sections became. */
export interface JudgedPart extends Omit<AnswerRead, 'errors'> {
  readonly warnings: readonly Warning[];
  /** Every answer of the model: the second is the repair. */
  readonly answers: readonly Completion[];
}

type AskedSection = Asked & Readable;
type Reason = Omit<Warning, 'section'>;

const MOST_ANSWERS = 2;
/** Two characters to a token is what the densest languages need. */
const CHARACTERS_PER_TOKEN = 2;
const LONGEST_REPEATED_ANSWER_CHARACTERS = 8_000;
/** Codes of Workers AI: today's allowance is used; the request is too large. */
const QUOTA_USED = 3036;
const TOO_LARGE = 3006;

/** Asks for a group of sections, and once more for those that did not fit. Throws only the signal's reason. */
export async function judgeGroup(
  model: LanguageModel,
  group: readonly AskedSection[],
  input: SectionInput,
  signal: AbortSignal,
): Promise<JudgedPart> {
  const answers: Completion[] = [];
  const reads: AnswerRead[] = [];
  let missing = group;
  let question = askFor(group, input);
  let reason: Reason = INVALID;
  try {
    while (missing.length > 0 && answers.length < MOST_ANSWERS) {
      requireRoom(model, question);
      const answer = await model.complete(question, signal);
      const read = readAnswer(answer.content, missing, input, model.id);
      answers.push(answer);
      reads.push(read);
      missing = missing.filter(({ name }) => Object.hasOwn(read.errors, name));
      question = repairOf(question, answer, read.errors, askFor(missing, input));
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

/** The same question for the sections that did not fit, with the answer and what was wrong with it. */
function repairOf(
  { messages }: Question,
  { content }: Completion,
  errors: AnswerRead['errors'],
  { schema }: Question,
): Question {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  const wrong = Object.entries(errors).map(([name, error]) => `${name}: ${error}`);
  return {
    schema,
    messages: [
      ...messages,
      { role: 'assistant', content: text.slice(0, LONGEST_REPEATED_ANSWER_CHARACTERS) },
      { role: 'user', content: repairText(wrong.join('\n')) },
    ],
  };
}

class TooLong extends Error {}

function requireRoom({ contextTokens }: LanguageModel, { messages, schema }: Question): void {
  const characters = messages.reduce(
    (sum, { content }) => sum + content.length,
    JSON.stringify(schema).length,
  );
  if (characters / CHARACTERS_PER_TOKEN + MAX_ANSWER_TOKENS > contextTokens) throw new TooLong();
}

const INVALID = {
  code: 'model_answer_invalid',
  message: 'The language model answered twice in a form that could not be used.',
} as const satisfies Reason;
const TOO_LONG = {
  code: 'transcript_too_long',
  message: 'The call is too long for the language model.',
} as const satisfies Reason;

function reasonOf(error: unknown): Reason {
  if (error instanceof TooLong) return TOO_LONG;
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
