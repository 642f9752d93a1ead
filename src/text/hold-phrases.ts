import { phrases } from './phrases.ts';

/** Announces that the line is about to go quiet while something is looked up or transferred. */
export const HOLD_ANNOUNCED = phrases(
  '(?:one|just a|a|another|a quick|two|just one|a few|couple) (?:more )?(?:moment|second|sec|minute|seconds|moments|minutes)',
  '(?:please )?hold(?: on| please| the line| for)?(?= |$)',
  'on hold',
  'hang on',
  '(?:please )?bear with me',
  'let me (?:just )?(?:check|see|look|pull|find|get|put you|transfer|connect|verify|grab|go)(?: .*)?',
  "i(?:'ll| will| am going to|'m going to) (?:just )?(?:check|look|pull|find|put you on|transfer you|connect you)(?: .*)?",
  'give me (?:just )?(?:a|one)(?: .*)?',
  'while i (?:check|look|pull|find|get|bring)(?: .*)?',
  'still (?:checking|looking|loading|waiting)',
);

/** Comes back from a hold. */
export const HOLD_RETURNED = phrases(
  '(?:thank you|thanks)(?: so much| very much| again)? for (?:holding|waiting|your patience|hanging on|bearing)(?: .*)?',
  'sorry (?:for|about) (?:the|your|that)(?: long)? (?:wait|hold|delay)',
  'i appreciate your patience',
);
