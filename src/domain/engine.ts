import { z } from 'zod';

const computedMarks = z.registry<{ otherwise: unknown }>();

/**
 * Marks a member of a section that is never asked of a language model: it is measured, or follows from the rest by rule.
 * What the offline computation found is kept; `otherwise` stands where that found nothing in this place.
 */
export function computed<Schema extends z.ZodType>(schema: Schema, otherwise: z.input<Schema>): Schema {
  // A copy: a schema that is shared by several members is marked in this place alone.
  const copy = schema.clone();
  computedMarks.add(copy, { otherwise });
  return copy;
}

/** The mark of a member, `undefined` where a model is asked for it. */
export function computedMark(schema: z.core.$ZodType): { readonly otherwise: unknown } | undefined {
  return computedMarks.get(schema);
}

/**
 * What made a section: `measured` from the timeline, `offline` by the project's own text analysis,
 * `unsupported_language` where that analysis does not know the language (the section is then empty), or the id of
 * the language model that wrote it.
 */
export const Engine = computed(z.string().min(1), 'offline');
export type Engine = z.infer<typeof Engine>;

export const UNSUPPORTED_LANGUAGE = 'unsupported_language';
