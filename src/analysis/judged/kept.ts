import { z } from 'zod';

const marks = z.registry<{ otherwise: unknown }>();

/**
 * Marks a member of a section that is never asked of a language model: it is measured, or follows from the rest by rule.
 * What the offline computation found is kept; `otherwise` stands where that found nothing in this place.
 */
export function kept<Schema extends z.ZodType>(schema: Schema, otherwise: z.input<Schema>): Schema {
  // A copy: a schema that is shared by several members is marked in this place alone.
  const copy = schema.clone();
  marks.add(copy, { otherwise });
  return copy;
}

/** The mark of a member, `undefined` where a model is asked for it. */
export function keptMark(schema: z.core.$ZodType): { readonly otherwise: unknown } | undefined {
  return marks.get(schema);
}
