import { z } from 'zod';
import { SubmissionMessage } from '../../domain/submission-message.ts';

/** JSON Schema of a message on the queue `debrief-submissions`. */
export function messageSchema(): Record<string, unknown> {
  return {
    title: 'Submission message',
    ...z.toJSONSchema(SubmissionMessage, { io: 'input', unrepresentable: 'any' }),
  };
}
