import type { Warning } from '../analysis/judged/judgement.ts';
import { AiError } from '../platform/ai/door.ts';
import { QUOTA_USED, TOO_LARGE } from '../platform/ai/error-codes.ts';

/** Why a language model did not write something. */
export type Reason = Omit<Warning, 'section'>;

export const INVALID = {
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
export function reasonOf(error: unknown): Reason {
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
