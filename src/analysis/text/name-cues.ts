import { phrases } from './phrases.ts';

/** The speaker is about to say their own name. Sure: hardly anything but a name follows. */
export const SURE_SELF_CUE = phrases(
  'my name is',
  "my name's",
  'my first name is',
  'my full name is',
  'name is',
  'you are speaking with',
  "you're speaking with",
  'you are speaking to',
);
/** A name may follow; only a known or capitalised one is taken. */
export const WEAK_SELF_CUE = phrases('this is', "i'm", 'i am', "it's", 'here is', 'you have');
/** The speaker is about to address the other person, or ask for them, by name. */
export const ADDRESS_CUE = phrases(
  '(?:hi|hello|hey|good morning|good afternoon|good evening)',
  '(?:thank you|thanks)(?: so much| very much| again)?',
  '(?:sorry|okay|alright|great|perfect|wonderful|sure|bye|goodbye|welcome)(?: about that| to hear that)?',
  '(?:speaking|speak|talking|talk) (?:with|to)',
  'is this',
  'nice to meet you',
  'you too',
);
/** Words that may stand between a cue and the name. */
export const NAME_FILLERS = new Set([
  'uh',
  'um',
  'uhm',
  'er',
  'also',
  'ms',
  'mr',
  'mrs',
  'miss',
  'dr',
  'actually',
  'there',
  'yes',
]);
/** Leads from a person's name to the organisation they speak for. */
export const ORGANISATION_CUE = phrases(
  'from',
  'with',
  'at',
  'calling from',
  'of',
  'over at',
  'here at',
  'calling on behalf of',
);
export const COMPANY_CUE = phrases(
  '(?:thank you|thanks) for (?:calling|contacting|choosing|reaching)',
  'welcome to',
  "you've reached",
  'you have reached',
  "(?:i'm|i am) calling from",
);
/** Last words of names of organisations. */
export const ORGANISATION_NOUNS = new Set(
  'bank union insurance auto motors software systems solutions services service support internet wireless mobile telecom energy electric gas water airlines hotel hotels clinic clinics hospital dental health healthcare pharmacy appliances electronics store stores shop company corporation corp inc llc group agency associates partners center centre university college school rentals realty mortgage capital financial finance credit savings logistics shipping security home homes media networks technologies labs studio desk department'.split(
    ' ',
  ),
);
