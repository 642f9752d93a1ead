import { z } from 'zod';
import { CustomPrompts, Keyterms } from './configuration.ts';
import { CallLanguage } from './language.ts';
import { Role } from './transcript.ts';

/** What can be taken out of a transcript. `number`: any other string of digits or letters that identifies something. */
export const RedactionKind = z.enum(['card', 'phone', 'email', 'national_id', 'name', 'address', 'number']);
export type RedactionKind = z.infer<typeof RedactionKind>;

/** What stands where something was taken out: `[CARD]`. */
export function placeholderOf(kind: RedactionKind): string {
  return `[${kind.toUpperCase()}]`;
}

/** A placeholder anywhere in a text; its group is the kind in capitals. */
export const PLACEHOLDER = new RegExp(`\\[(${RedactionKind.options.join('|').toUpperCase()})\\]`, 'u');

/** Speech models by the names callers use: `nova-3` diarizes, `whisper` costs a tenth. */
export const SpeechModel = z.enum(['nova-3', 'whisper']);
export type SpeechModel = z.infer<typeof SpeechModel>;

/** Options are kept in the row of an analysis, which lists read. */
const PLAYBOOK_MAX_CHARACTERS = 20_000;

/** What clients of coaching APIs send within `options`. It is shown again with the analysis. */
const coachingOptions = {
  /** The same as `callback_url` beside `options`, which takes precedence. */
  callback_url: z
    .url({ protocol: /^https?$/ })
    .max(2048)
    .optional(),
  /** Accepted for such clients; speakers are diarized either way. */
  skip_diarization: z.boolean().optional(),
  /** What the organisation asks of its agents: one instruction per line or sentence. */
  playbook_content: z.string().min(1).max(PLAYBOOK_MAX_CHARACTERS).optional(),
  /** What the whole report should look at, in the account's words. Only a language model follows it. */
  prompt_overrides: z
    .array(z.strictObject({ title: z.string().max(200), content: z.string().max(2000) }))
    .max(10)
    .optional(),
  /** The same for parts of the report; takes precedence over the account's own for the part. */
  custom_prompts: CustomPrompts.optional(),
};

/** How a call is to be transcribed and analysed. */
export const Options = z.strictObject({
  /** BCP 47 tag of the call's language, or "auto". */
  language: CallLanguage.optional(),
  /** The speech model; by default that of the deployment. */
  transcription: SpeechModel.optional(),
  /** Words that the speech model would not expect. Those of the account's vocabulary come after them. */
  keyterms: Keyterms.optional(),
  /** Which role speaks on which channel, for recordings with one speaker per channel. */
  channels: z
    .record(z.string().regex(/^[0-7]$/, 'must be a channel number from 0 to 7'), Role.exclude(['unknown']))
    .optional(),
  /** What is removed from the transcript before it is stored. */
  redact: z.array(RedactionKind).max(RedactionKind.options.length).optional(),
  /** Keeps the recording of a redacted call, which still has everything that was redacted. */
  keep_audio: z.boolean().optional(),
  /** Which role a speaker label of the submitted transcript has. */
  roles: z.record(z.string().min(1).max(256), Role.exclude(['unknown'])).optional(),
  ...coachingOptions,
});
export type Options = z.infer<typeof Options>;
