import { z } from 'zod';

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
