import { z } from 'zod';
import { keptMark } from './kept.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The JSON schema (2020-12) of the answer a language model is asked for: one member per section, in it all that is not
 * marked as kept. Every member is required and no other is allowed, as strict structured output wants it.
 */
export function answerSchema(sections: Readonly<Record<string, z.ZodType>>): JsonSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(z.strictObject(sections), {
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema instanceof z.ZodObject) leaveOutKept(zodSchema, jsonSchema);
      // Every whole number has these; they say nothing.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  return schema;
}

function leaveOutKept({ shape }: z.ZodObject, schema: z.core.JSONSchema.BaseSchema): void {
  for (const [name, member] of Object.entries(shape)) {
    if (!keptMark(member)) continue;
    delete schema.properties?.[name];
    schema.required = schema.required?.filter((required) => required !== name) ?? [];
  }
}
