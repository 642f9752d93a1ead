import { z } from 'zod';

/**
 * What made a section: `measured` from the timeline, `offline` by the project's own text analysis,
 * `unsupported_language` where that analysis does not know the language (the section is then empty), or the id of
 * the language model that wrote it.
 */
export const Engine = z.string().min(1);
export type Engine = z.infer<typeof Engine>;

export const UNSUPPORTED_LANGUAGE = 'unsupported_language';
