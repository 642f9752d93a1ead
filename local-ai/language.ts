import { Failure } from './failure.ts';

/** Primary language subtags that the speech model understands. */
const KNOWN_LANGUAGES = ['en'];

/**
 * The primary subtag of the language to recognise: that of `asked`, a BCP 47 tag, or English where none is asked for.
 * Fails for any other language: the model would write English words that nobody spoke.
 */
export function speechLanguage(asked: string | null | undefined): string {
  const [primary = ''] = (asked ?? 'en').toLowerCase().split(/[-_]/);
  if (KNOWN_LANGUAGES.includes(primary)) return primary;
  throw new Failure(
    'malformed',
    `unsupported_language: The language "${asked}" is not known to this speech model; known: ${KNOWN_LANGUAGES.join(', ')}.`,
  );
}
