import { z } from 'zod';

const computedMarks = z.registry<{ otherwise: unknown }>();

/**
 * Marks a member of a section that a language model is never asked for, because it is measured or follows by rule. It is
 * taken from the offline computation; `otherwise` stands where that has nothing in this place.
 */
export function computed<Schema extends z.ZodType>(schema: Schema, otherwise: z.input<Schema>): Schema {
  // A copy: a schema that is shared by several members is marked in this place alone.
  const copy = schema.clone();
  computedMarks.add(copy, { otherwise });
  return copy;
}

/** The mark of a member; `undefined` where a model is asked for it. */
export function computedMark(schema: z.core.$ZodType): { readonly otherwise: unknown } | undefined {
  return computedMarks.get(schema);
}

/**
 * What made a section: `measured` from the timeline, `offline` by the text analysis of this project,
 * `unsupported_language` where that does not know the language and the section is empty, or the id of a language model.
 */
export const Engine = computed(z.string().min(1), 'offline');
export type Engine = z.infer<typeof Engine>;

export const UNSUPPORTED_LANGUAGE = 'unsupported_language';
