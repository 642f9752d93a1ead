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
/** Last words of names of organisations. */
export const ORGANISATION_NOUNS = new Set(
  'bank union insurance auto motors software systems solutions services service support internet wireless mobile telecom energy electric gas water airlines hotel hotels clinic clinics hospital dental health healthcare pharmacy appliances electronics store stores shop company corporation corp inc llc group agency associates partners center centre university college school rentals realty mortgage capital financial finance credit savings logistics shipping security home homes media networks technologies labs studio desk department'.split(
    ' ',
  ),
);

/** Frequent given names in English-language calls: what makes "this is robert" a name where a transcript has no capitals. */
export const GIVEN_NAMES: ReadonlySet<string> = new Set(
  `aaron abby abigail adam adrian ahmed aisha alan albert alejandro alex alexander alexandra alexis alice alicia alison
  allen allison alyssa amanda amber amelia amir amy ana andre andrea andrew angel angela anita ann anna anne annie
  anthony antonio april arjun arthur ashley audrey austin ava barbara beatrice becky ben benjamin bernard beth betty bill
  billy blake bob bobby brad brandon brenda brent brett brian bruce bryan caleb cameron carl carla carlos carmen carol
  caroline carolyn carrie casey catherine cathy cesar charles charlie charlotte chelsea cheryl chloe chris christian
  christina christine christopher cindy claire clara claudia colin connie connor courtney craig crystal curtis cynthia
  daisy dan dana daniel danielle danny darren dave david dawn dean deborah debra denise dennis derek diana diane diego
  don donald donna doris dorothy doug douglas dylan earl ed eddie edward edwin eileen elaine elena eli elijah elizabeth
  ella ellen emily emma eric erica erik erin ethan eugene eva evan evelyn fatima felix fernando fiona frances francis
  frank fred gabriel gary george gerald gina glenn gloria gordon grace grant greg gregory hailey hannah harold harry
  hassan heather hector heidi helen henry holly howard hugo ian irene isaac isabel isabella ivan jack jackie jackson
  jacob jake james jamie jan jane janet janice jasmine jason javier jay jean jeff jeffrey jen jennifer jenny jeremy
  jerry jesse jessica jesus jill jim jimmy joan joanna joe joel john johnny jon jonathan jordan jorge jose joseph josh
  joshua joyce juan judith judy julia julian julie justin karen karl kate katherine kathleen kathryn kathy katie kayla
  keith kelly ken kenneth kevin kim kimberly kristen kristin kyle larry laura lauren lawrence leah lee leo leon leonard
  leslie lewis liam lily linda lindsay lisa logan lois lori louis lucas lucy luis luke lynn madison maggie marc marco
  marcus margaret maria marie marilyn mario marisa mark marlene martha martin marvin mary mason matt matthew maureen
  max megan melanie melissa mia michael michelle miguel mike mohamed mohammed molly monica morgan nancy naomi natalie
  natasha nathan neil nicholas nick nicole nina noah nora norman oliver olivia omar oscar pamela pat patricia patrick
  paul paula pedro peggy peter phil philip phillip phyllis priya rachel ralph randy raymond rebecca regina renee ricardo
  richard rick ricky rita rob robert roberto robin rodney roger ron ronald rosa rose ross roy ruben russell ruth ryan
  sally sam samantha samuel sandra sandy sara sarah scott sean sergio seth shannon sharon shawn sheila shirley simon
  sofia sonia sophia sophie stacy stanley stella stephanie stephen steve steven stuart sue susan suzanne sylvia tamara
  tammy tanya tara taylor ted teresa terry theodore theresa thomas tiffany tim timothy tina todd tom tommy tony tracy
  travis trevor tyler valerie vanessa vernon veronica vicky victor victoria vincent violet virginia walter wanda wayne
  wendy wesley will william willie xavier yolanda yvonne zachary zoe`.split(/\s+/u),
);

/** Labels that name a side outright. Tested on the label in lower case. */
export const AGENT_LABEL =
  /(?:^|[^a-z])(?:agent|rep|representative|advis[eo]r|operator|support|associate|csr|salesperson|seller|sales|host|consultant|assistant|employee|staff)(?:$|[^a-z])/u;
export const CUSTOMER_LABEL =
  /(?:^|[^a-z])(?:customer|caller|client|prospect|patient|user|guest|lead|contact|buyer|consumer|member|policyholder)(?:$|[^a-z])/u;
