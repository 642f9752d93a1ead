import { z } from 'zod';

/** Asks the speech model to find the language out. */
const AUTO = 'auto';

/** The tag of a call whose language was neither given nor found out. Source: RFC 5646, section 4.1. */
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

/** The tag of the language that a recording is transcribed in, English by default; `null`: the model finds out. */
export function spokenLanguage(language = 'en'): string | null {
  return language === AUTO ? null : language;
}

/** Whether a BCP 47 tag names English. */
export function isEnglish(language: string): boolean {
  return /^en(?:$|[-_])/iu.test(language);
}
