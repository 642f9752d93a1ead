/** What any business call is held against where the organisation has no prompt of its own. */
export const DEFAULT_PLAYBOOK: readonly string[] = [
  'Greet the customer and introduce yourself by name',
  'Find out what the customer needs with open questions',
  'Recap what was understood or agreed',
  'Ask whether the customer needs anything else',
  'Say goodbye and close politely',
];
