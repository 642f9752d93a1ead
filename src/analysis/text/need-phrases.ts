/** How a wording of a need is told by someone else. */
export type NeedKind = 'task' | 'knowledge' | 'state' | 'subject' | 'problem' | 'request';

/** A wording by which callers say what they need; what follows it is the need. */
export interface NeedCue {
  readonly kind: NeedKind;
  readonly pattern: RegExp;
}

/** A pattern that is all look-ahead marks where the need begins and takes no word of it. */
const cue = (kind: NeedKind, pattern: string): NeedCue => ({
  kind,
  pattern: new RegExp(`(?<![^ ])${pattern.startsWith('(?=') ? pattern : `(?:${pattern})(?: |$)`}`, 'u'),
});

const SUBJECT = '(?:i|we)';
const WISH = `(?:(?:${SUBJECT} (?:would|'d) (?:just |also |really )?(?:like|love)|i'd (?:just |also |really )?(?:like|love)|we'd like|${SUBJECT} (?:just |also |really |kind of )?(?:need|needed|want|wanted|have|am trying|was trying|was hoping|was looking|am looking|wish))|i'm (?:trying|looking|hoping|calling|just calling)|we're (?:trying|looking|hoping)|${SUBJECT} (?:am|was|were) (?:just )?calling)`;
const WH = '(?:what|when|where|how|who|which|whether|if)';

/** In order of how well each states the reason for a call. */
export const NEED_CUES: readonly NeedCue[] = [
  cue('knowledge', `${WISH} to (?:know|find out|ask|inquire)(?: about)?(?: uh| um)*`),
  cue('knowledge', `(?:i was wondering|can you tell me|could you tell me|do you know)(?= ${WH} )`),
  cue('task', `${WISH} to(?: (?:uh|um|see if (?:i|we) (?:can|could)))*`),
  cue('subject', "(?:i'm|i am|i was|we're) (?:just )?calling (?:about|regarding|because of|for)"),
  cue(
    'subject',
    "(?:i have|i had|i have got|i've got|we have) (?:a|an|some) (?:\\w+ )?(?:question|questions|problem|problems|issue|issues|complaint|concern)(?: (?:about|with|regarding|on))?",
  ),
  cue(
    'state',
    '(?:i|we)(?= (?:lost|forgot|misplaced|broke|damaged|received|never received|missed|got charged|was charged|got locked out)(?: |$))',
  ),
  cue(
    'problem',
    "(?=(?:my|our) (?:[\\w'-]+ ){1,4}(?:keeps|is not|isn't|is broken|won't|doesn't|does not|stopped|has stopped|has been|is down|was stolen|got|went)(?: |$))",
  ),
  cue('problem', "(?=there(?:'s| is| are|'re) (?:a|an|some|something|no) )"),
  cue('problem', "(?=(?:i'm|i am|we're|we are) (?:having|experiencing|getting|struggling)(?: |$))"),
  cue('task', '(?:i was wondering if i could|i was wondering whether i could|is it possible to)'),
  cue('request', '(?:can|could|would|will) you (?:please )?'),
  cue('task', '(?:can|could|may) i'),
  cue('task', "(?:i need|i want|i would like|i'd like|i'm looking for|we need|we're looking for)"),
];

/** How an agent who places the call says what it is for. */
export const PURPOSE_CUES: readonly NeedCue[] = [
  cue('task', '(?:the )?(?:reason|purpose) (?:for|of) (?:my|this|the|our) call(?: today)? is (?:just )?to'),
  cue('subject', '(?:the )?(?:reason|purpose) (?:for|of) (?:my|this|the|our) call(?: today)? is'),
  cue('task', "(?:i'm|i am|i was|we're) (?:just )?(?:calling|reaching out)(?: you)?(?: today)? to"),
  cue(
    'subject',
    "(?:i'm|i am|i was|we're) (?:just )?(?:calling|reaching out)(?: you)?(?: today)? (?:about|regarding|because of|concerning)",
  ),
  cue('problem', "(?:i'm|i am|i was|we're) (?:just )?(?:calling|reaching out)(?: you)?(?: today)? because"),
  cue('task', '(?:i|we) (?:just )?(?:wanted|would like|want) to(?! (?:make sure|thank))'),
];
