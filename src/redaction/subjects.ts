/** What has a number of its own. */
const THINGS =
  'account|acct|policy|member|membership|customer|client|order|invoice|reference|ref|confirmation|tracking|case|ticket|claim|booking|reservation|routing|serial|badge|employee|student|patient|prescription|loyalty|rewards?|frequent flyer|flyer|vehicle|plate|registration|model|meter|contract|transaction|purchase order|po|rma|work order|file|docket|shipment|extension';
/** What is itself a secret string. */
const CODES =
  "sort code|iban|swift|pin|passcode|pass code|password|pin code|access code|verification code|security code|one time code|vin|license plate|licence plate|record locator|identification number|id number|id is|number is|number's|code is|code was";

/** What the words around a string of digits speak of. */
const SUBJECTS = {
  card: 'cards?|visa|mastercard|amex|american express|discover|debit|credit card|maestro|pan',
  securityCode:
    'cvv|cvc|cvv2|c v v|c v c|security code|security digits|code on the back|back of (?:the|your|my|it|that)|three digits|3 digits|verification code on',
  expiry: 'expir[a-z]+|exp|exp date|valid until|valid through|valid thru|good through',
  ending: 'ending(?: in| with)?|ends(?: in| with)?|last (?:four|4|three|3|digits)|final four',
  nationalId:
    "social|ssn|s s n|social security|national insurance|national id|national identity|ni number|nino|tax id|tax (?:payer )?identification|taxpayer|itin|ein|passport|licen[cs]e number|driver'?s? licen[cs]e|driving licen[cs]e|identity card|id card|medicare|medicaid|nhs",
  phone:
    'phone|telephone|mobile|cell|cellphone|landline|number to (?:call|reach)|call (?:me|you|us|him|her|them)|call back|callback|reach|text|whatsapp|fax|ring|dial|contact number|best number|area code|my number|your number|extension',
  birth: 'birth|birthday|birthdate|born|dob|d o b|date of birth',
  identifier: `(?:${THINGS}) (?:numbers?|id|i d|code|no|reference|#)(?:$| )|(?:${CODES})|(?:${THINGS}|numbers?)(?: is| was| it's| uh| um| of| that's| are)* \\|`,
} as const;

export type Subject = keyof typeof SUBJECTS;

const PATTERNS = Object.fromEntries(
  Object.entries(SUBJECTS).map(([name, words]) => [name, new RegExp(`(?<![^ ])(?:${words})(?![^ ])`, 'u')]),
);

/** Whether words in lower case, parted by single spaces, speak of a subject. */
export function about(subject: Subject, words: string): boolean {
  return PATTERNS[subject]?.test(words) ?? false;
}

/** Whether words speak of any subject at all. */
export function namesSubject(words: string): boolean {
  return Object.values(PATTERNS).some((pattern) => pattern.test(words));
}
