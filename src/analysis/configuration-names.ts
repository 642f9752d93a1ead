import { z } from 'zod';

const Entry = z.strictObject({ id: z.int().positive(), version: z.int().positive() });

/** Which versions of the account's configuration a report was made with; `null` and empty: those of everybody. */
export const ConfigurationNames = z.strictObject({
  goals: z.array(Entry),
  taxonomies: z.array(Entry),
  rulesVersion: z.int().positive().nullable(),
  promptsVersion: z.int().positive().nullable(),
  masterPrompt: z.strictObject({ id: z.string(), version: z.string() }).nullable(),
});
export type ConfigurationNames = z.infer<typeof ConfigurationNames>;

export const NO_CONFIGURATION: ConfigurationNames = {
  goals: [],
  taxonomies: [],
  rulesVersion: null,
  promptsVersion: null,
  masterPrompt: null,
};
