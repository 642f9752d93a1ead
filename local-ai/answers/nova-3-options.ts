import { z } from 'zod';

import { Failure } from '../failure.ts';
import { speechLanguage } from '../language.ts';

const Flag = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .default(false);

const Query = z.object({
  language: z.string().optional(),
  detect_language: Flag,
  diarize: Flag,
  multichannel: Flag,
  utterances: Flag,
  punctuate: Flag,
  smart_format: Flag,
  utt_split: z.coerce.number().positive().max(60).default(0.8),
});

/** What a caller of the nova-3 model asks for. */
export interface Nova3Options {
  language: string;
  detectLanguage: boolean;
  diarize: boolean;
  multichannel: boolean;
  utterances: boolean;
  /** Keep case and punctuation in transcripts. */
  punctuate: boolean;
  utteranceSplitSeconds: number;
}

/** Reads the query parameters; unknown ones are ignored, as the original does. Fails on a value that is none. */
export function readNova3Options(query: URLSearchParams): Nova3Options {
  const parsed = Query.safeParse(Object.fromEntries(query));
  if (!parsed.success)
    throw new Failure('malformed', `The options are malformed: ${z.prettifyError(parsed.error)}`);
  const asked = parsed.data;
  return {
    language: speechLanguage(asked.language),
    detectLanguage: asked.detect_language,
    diarize: asked.diarize,
    multichannel: asked.multichannel,
    utterances: asked.utterances,
    punctuate: asked.punctuate || asked.smart_format,
    utteranceSplitSeconds: asked.utt_split,
  };
}
