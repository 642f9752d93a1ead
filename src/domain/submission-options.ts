import { z } from 'zod';
import { CustomPrompts } from './configuration.ts';

/** Kept with the analysis, whose row is read in lists. */
const PLAYBOOK_MAX_CHARACTERS = 20_000;

/** Options that clients of coaching APIs send within `options`. They are shown again with the analysis. */
export const coachingOptions = {
  /** The same as `callback_url` beside `options`, which goes first. */
  callback_url: z
    .url({ protocol: /^https?$/ })
    .max(2048)
    .optional(),
  /** Accepted for such clients; speakers are told apart either way. */
  skip_diarization: z.boolean().optional(),
  /** What the organisation asks of its agents: one instruction to a line or sentence. */
  playbook_content: z.string().min(1).max(PLAYBOOK_MAX_CHARACTERS).optional(),
  /** What the whole report should look at, in the account's words. A language model alone follows it. */
  prompt_overrides: z
    .array(z.strictObject({ title: z.string().max(200), content: z.string().max(2000) }))
    .max(10)
    .optional(),
  /** The same for parts of the report; goes before the account's own for the part. */
  custom_prompts: CustomPrompts.optional(),
};

/** Asks the speech model which language is spoken. */
const AUTO = 'auto';

/** Of a call whose language nobody named and nobody could tell. Source: RFC 5646, section 4.1. */
export const UNDETERMINED = 'und';

/** What a caller says about the language of a call: its BCP 47 tag, or "auto". */
export const CallLanguage = z
  .string()
  .max(35)
  .regex(
    /^(auto|[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*)$/,
    'must be "auto" or a BCP 47 language tag such as "en" or "en-GB"',
  );

/** The tag the caller gave; `undefined` where none was given, or "auto". */
export function namedLanguage(language: string | undefined): string | undefined {
  return language === AUTO ? undefined : language;
}

/** What a recording is transcribed in: the tag the caller gave, or English; `null`: the model finds out. */
export function spokenLanguage(language = 'en'): string | null {
  return language === AUTO ? null : language;
}

/** Speech models by the names callers use: `nova-3` tells speakers apart, `whisper` costs a tenth. */
export const SpeechModel = z.enum(['nova-3', 'whisper']);
export type SpeechModel = z.infer<typeof SpeechModel>;
