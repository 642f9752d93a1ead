/** Kinds of street whose words mean hardly anything else. */
export const STREET =
  /^(?:street|avenue|ave|road|rd|lane|boulevard|blvd|highway|hwy|parkway|pkwy|crescent|terrace|alley|mews|cul-de-sac|turnpike|expressway|gardens)$/u;
/** Kinds of street that are ordinary words too. */
export const AMBIGUOUS_STREET =
  /^(?:st|str|drive|dr|court|ct|place|pl|way|circle|cir|square|sq|trail|trl|close|row|loop|ln|run|ridge|hill|grove|park|walk|path|point|view|heights|pike|plaza|crossing|bend|cove|commons|landing|pass|route)$/u;
/** Words before a kind of street that make it something else: "twenty minute drive", "ten square feet". */
export const NO_STREET =
  /^(?:minute|minutes|hour|hours|mile|miles|day|days|week|weeks|month|months|year|years|dollar|dollars|percent|hard|test|flash|thumb|usb|disk|other|only|best|same|which|no|better|easy|long|short|first-class|call|calls|step|steps|people|users|number|numbers|email|phone|card|account|at|and|is|was|are|i|you|we|my|your)$/u;
export const UNIT =
  /^(?:apartment|apt|unit|suite|ste|floor|fl|flat|building|bldg|room|rm|lot|north|south|east|west|northeast|northwest|southeast|southwest|ne|nw|se|sw)$/u;
const STATES = `alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois
  indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana
  nebraska nevada hampshire jersey mexico york carolina dakota ohio oklahoma oregon pennsylvania tennessee texas utah
  vermont virginia washington wisconsin wyoming ontario quebec alberta manitoba saskatchewan london england scotland
  wales al ak az ar ca co ct fl ga ia id il ks ky la ma md mi mn mo ms mt nc nd ne nh nj nm nv ny oh pa ri sc sd tn tx
  ut va vt wa wi wv wy`;
/** States and provinces, the last word of their names, and abbreviations that are no other word. */
export const STATE = new RegExp(`^(?:${STATES.trim().split(/\s+/u).join('|')})$`, 'u');
/** British and Canadian ones. */
export const POSTCODE = /^(?:[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}|[a-z]\d[a-z] ?\d[a-z]\d)$/u;
export const ADDRESS_ASKED =
  /(?<![^ ])(?:(?:home|mailing|shipping|billing|street|delivery|postal|current|new|your|my|the|service|old) address|address (?:is|on|for|where)|where (?:do|did|are) you (?:live|living|located)|i live (?:at|on)|we live (?:at|on)|living (?:at|on)|located at|move[ds]? to|moving to|reside at|ship (?:it|that|them|this) to|send (?:it|that|them|this) to|deliver (?:it|that|them)? ?to|delivered to|house (?:is|at)|come (?:out )?to|pick (?:it|me) up (?:at|from)|zip|zipcode|postcode|post code|postal code)(?![^ ])/u;
export const LIVES_AT =
  /(?<![^ ])(?:(?:live|lives|living|i'm|we're|i am|we are|he's|she's|they're|staying|parked|garaged|kept|based|located|delivered|deliver|registered|down|moved|moving) (?:at|to)|(?:house|home|place|address) is at|address is|address|address's)$/u;
export const LIVES_IN =
  /(?<![^ ])(?:(?:i|we|they|he|she) (?:live|lives|lived) in|i'm (?:based|located|living) in|(?:city|town) (?:is|of)|born in|grew up in)$/u;
