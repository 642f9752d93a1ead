import type { ObjectionKind } from '../text/objection-phrases.ts';

/** What an objection is called in a sentence: "raised a concern about the price". */
export const OBJECTION_NAMES: Readonly<Record<ObjectionKind, string>> = {
  price: 'a concern about the price',
  timing: 'the timing as an objection',
  need: 'doubts about the need for it',
  competitor: 'an existing arrangement as an objection',
  authority: 'the need to consult somebody else',
  trust: 'doubts',
};
