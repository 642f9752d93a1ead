import { z } from 'zod';
import { kept } from './judged/kept.ts';

/**
 * What made a section: `measured` from the timeline, `offline` by the project's own text analysis,
 * `unsupported_language` where that analysis does not know the language (the section is then empty), or the id of
 * the language model that wrote it.
 */
export const Engine = kept(z.string().min(1), 'offline');
export type Engine = z.infer<typeof Engine>;

export const UNSUPPORTED_LANGUAGE = 'unsupported_language';
