import { z } from 'zod';
import { computedMark } from '../domain/engine.ts';
import { Evidence } from '../text/evidence.ts';
import type { QuoteChecker } from './evidence-check.ts';

/**
 * A model's answer in the form of `schema`, not yet parsed: kept members as the offline computation has them (`own`),
 * whatever the model wrote there; quotes looked up; members that were not asked for left out. Never throws.
 */
export function completeAnswer(
  schema: z.core.$ZodType,
  answer: unknown,
  own: unknown,
  quotes: QuoteChecker,
): unknown {
  const mark = computedMark(schema);
  if (mark) return own === undefined ? mark.otherwise : own;
  if (schema instanceof z.ZodNullable) {
    return answer === null || answer === undefined
      ? null
      : completeAnswer(schema.unwrap(), answer, own ?? undefined, quotes);
  }
  if (schema instanceof z.ZodArray) {
    const { element } = schema;
    if (element === Evidence) return quotes.supported(answer);
    return Array.isArray(answer)
      ? answer.map((entry: unknown) => completeAnswer(element, entry, undefined, quotes))
      : answer;
  }
  return schema instanceof z.ZodObject ? completeObject(schema, answer, own, quotes) : answer;
}

function completeObject(
  { shape }: z.ZodObject,
  answer: unknown,
  own: unknown,
  quotes: QuoteChecker,
): unknown {
  if (!isRecord(answer)) return answer;
  const ownMembers = isRecord(own) ? own : {};
  return Object.fromEntries(
    Object.entries(shape).map(([name, member]) => [
      name,
      completeAnswer(member, answer[name], ownMembers[name], quotes),
    ]),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
