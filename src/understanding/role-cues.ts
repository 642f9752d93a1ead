import { phrases } from '../text/phrases.ts';

/** A way of speaking that tells the two sides of a business call apart. */
export interface RoleCue {
  /** How much one sentence of the kind says, 1 (a hint) to 4 (hardly ever said by the other side). */
  readonly weight: number;
  readonly pattern: RegExp;
}

/** Speaking for the business: welcoming, offering, asking for identification, reporting what was done. */
export const AGENT_CUES: readonly RoleCue[] = [
  {
    weight: 4,
    pattern: phrases(
      '(?:thank you|thanks) for (?:calling|choosing|contacting|reaching out to)',
      'welcome to',
    ),
  },
  {
    weight: 4,
    pattern: phrases(
      'how (?:can|may|could) (?:i|we) (?:help|assist)(?: you)?',
      'what can i (?:do|help)(?: you)?',
    ),
  },
  {
    weight: 4,
    pattern: phrases('anything else (?:that )?i can (?:help|do|assist)', 'anything else you need'),
  },
  {
    weight: 3,
    pattern: phrases(
      '(?:may|can|could) i (?:please )?(?:have|get|take|ask for) your',
      'am i speaking (?:with|to)',
      'who am i speaking (?:with|to)',
    ),
  },
  {
    weight: 3,
    pattern: phrases(
      "(?:i'm |i am )?calling (?:from|on behalf of|because we(?:'re| are)?)",
      'my name is .* (?:from|with|calling from)',
      'the reason for my call',
      'recorded line',
      'call (?:is|may be) (?:being )?recorded',
    ),
  },
  {
    weight: 3,
    pattern: phrases(
      "(?:i|we)(?:'d| would) be happy to",
      'i can (?:certainly |definitely |absolutely )?(?:help|assist) you',
      'let me pull up',
      'put you on hold',
      'transfer you to',
    ),
  },
  {
    weight: 3,
    pattern: phrases(
      "what(?:'s| is) your (?:first|last|full|phone|account|order|policy|date|email|e-mail|name|address|zip|budget|timeline)",
      '(?:verify|confirm) your',
    ),
  },
  {
    weight: 2,
    pattern: phrases(
      "(?:this is|it's) .* (?:bank|support|service|services|center|auto|insurance|company|group|solutions|clinic|desk|department)",
    ),
  },
  {
    weight: 2,
    pattern: phrases(
      '(?:which|what) .* would you (?:like|prefer)',
      'would you (?:like|prefer|be open|be interested|mind)',
      'are you (?:currently|looking|interested|familiar|available)',
    ),
  },
  {
    weight: 2,
    pattern: phrases(
      "i(?:'ve| have) (?:ordered|scheduled|sent|transferred|processed|updated|reset|cancelled|canceled|booked|placed|submitted|applied|opened|noted)",
    ),
  },
  {
    weight: 2,
    pattern: phrases(
      'your (?:.* )?(?:balance|order|appointment|card|account|request|link|refund|payment) (?:is|has|will|was)',
      'you should (?:receive|be able|get|see)',
    ),
  },
  {
    weight: 2,
    pattern: phrases(
      'we (?:offer|provide|have|carry|specialize|work with|help)',
      'our (?:platform|product|team|system|customers|clients|policy|records|plans|software|service|technicians)',
    ),
  },
  {
    weight: 2,
    pattern: phrases(
      'have a (?:great|good|nice|wonderful|lovely) (?:day|one|evening|afternoon|weekend|rest)',
      'does (?:that|this|monday|tuesday|wednesday|thursday|friday) (?:.* )?work for you',
    ),
  },
  {
    weight: 1,
    pattern: phrases(
      'one (?:moment|second) please',
      'please hold',
      'bear with me',
      'let me (?:check|look|see)',
      "it(?:'s| is) on the way",
    ),
  },
];

/** Speaking for oneself: stating a need, a problem, an objection, or that nothing else is needed. */
export const CUSTOMER_CUES: readonly RoleCue[] = [
  {
    weight: 3,
    pattern: phrases(
      "i(?:'d| would) (?:just )?like (?:to|a|an|some)",
      'i (?:need|want|wanted|have) to (?:check|know|order|pay|transfer|reset|replace|schedule|cancel|return|change|buy|get|make|report|speak|talk|find|update|move|book|set)',
    ),
  },
  {
    weight: 3,
    pattern: phrases(
      "i(?:'m| am| was) calling (?:about|because|to|in|regarding|for)",
      'i (?:was wondering|was hoping|lost|forgot|bought|ordered|purchased|received)',
    ),
  },
  {
    weight: 3,
    pattern: phrases(
      "(?:that's|that is|that was|that'll be|that will be|that was going to be|that was gonna be|think that will be) (?:it|all)(?: .*)?",
      'all (?:that )?i need(?:ed)?',
    ),
  },
  {
    weight: 3,
    pattern: phrases(
      'i have an? (?:question|problem|issue|complaint|warning|concern)',
      'having (?:trouble|problems|an issue|issues)',
    ),
  },
  {
    weight: 2,
    pattern: phrases(
      'can you (?:send|tell|help|give|get|explain|cancel) me',
      "(?:i'd|i would|i will) have to (?:talk|think|check|ask)",
      'talk (?:to|with) my',
      "(?:i'm|we're|i am|we are) not interested",
      'too expensive',
    ),
  },
  {
    weight: 2,
    pattern: phrases(
      'my (?:.* )?(?:account|card|bill|order|car|phone|password|insurance|appointment|policy|subscription|warranty)',
      "(?:we're|we are) (?:currently|using|looking|struggling)",
      'we (?:currently use|use|already have)',
    ),
  },
  {
    weight: 2,
    pattern: phrases(
      'do you (?:have|offer|sell|carry|take|accept|guys)',
      'how much (?:is|does|would|will|do)',
    ),
  },
  {
    weight: 1,
    pattern: phrases('you too', 'you as well', 'same to you', 'yes please', 'no thank you', 'no thanks'),
  },
];
