const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

export const WH_WORDS = set('what where when why who whose which how');
export const WH_CONTRACTIONS = set("what's where's who's how's when's what're where're how'd whats");
export const AUXILIARIES = set(
  "is are was were am do does did can could would will shall should have has had may might isn't aren't wasn't weren't don't doesn't didn't can't couldn't wouldn't won't shouldn't haven't hasn't",
);
export const FORMS_OF_BE = set('is are was were am');
export const SUBJECTS = set(
  'i you we they he she it that this there these those your my our their his her the a an anyone anybody someone somebody everyone everything anything something any all both',
);
export const PRONOUNS = set('i you we they he she it');
/** After these a question word opens an embedded clause ("I know what …"), not a question. */
export const EMBEDDERS = set(
  "know knows knew see understand explain wonder wondering sure exactly about of that's is was tell show depends whatever remember figure learn into",
);
/** Words that may stand before a question without being part of it. */
export const DISCOURSE_MARKERS = set(
  'okay ok alright so and but or well um umm uhm uh uhh er erm hi hello hey yes yeah no nope sure great good perfect wonderful now then right also oh ah please thanks thank you just first actually fine excellent awesome certainly absolutely',
);
