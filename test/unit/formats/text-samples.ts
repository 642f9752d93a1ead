/** The same call as people keep it in text files. `starts`: seconds at which the turns begin, where the text says so. */
export const TEXTS: Readonly<
  Record<string, { readonly text: string; readonly starts?: readonly [number, number] }>
> = {
  'numbered lines': { text: '1. Agent: Thank you for calling.\n2. Customer: My invoice is wrong.' },
  'names with a comma': { text: 'Hall, Dana: Thank you for calling.\nPoe, Gary: My invoice is wrong.' },
  'a number to call': { text: '+1 415-555-0100: Thank you for calling.\nAgent: My invoice is wrong.' },
  'full-width colons': { text: 'Dana：Thank you for calling.\nGary：My invoice is wrong.' },
  'speakers in brackets': { text: '[speaker 0] Thank you for calling.\n[speaker 1] My invoice is wrong.' },
  'bold names': { text: '**Dana Hall:** Thank you for calling.\n\n**Gary Poe:** My invoice is wrong.' },
  'lower case': { text: 'dana: Thank you for calling.\ncaller: My invoice is wrong.\ndana: ' },
  'times before names': {
    text: '00:00:00 Agent: Thank you for calling.\n00:00:03 Customer: My invoice is wrong.',
    starts: [0, 3],
  },
  'times in brackets': {
    text: '[0:00] Agent: Thank you for calling.\n[0:03] Customer: My invoice is wrong.',
    starts: [0, 3],
  },
  'spans of time': {
    text: '0:00 - 0:02 Agent: Thank you for calling.\n0:03 - 0:05 Customer: My invoice is wrong.',
    starts: [0, 3],
  },
  'times of day': {
    text: '10:02 AM Agent: Thank you for calling.\n10:03 AM Customer: My invoice is wrong.',
    starts: [0, 60],
  },
  'times around midnight': {
    text: '11:59 PM Agent: Thank you for calling.\n12:01 AM Customer: My invoice is wrong.',
    starts: [0, 120],
  },
  'a clock on the wall': {
    text: '[23:59:58] Agent: Thank you for calling.\n[00:00:01] Customer: My invoice is wrong.',
    starts: [0, 3],
  },
  'blocks under name and time': {
    text: 'Dana  0:00  \nThank you\nfor calling.\n\nGary  0:03  \nMy invoice is wrong.\n\nTranscribed by https://service.example\n',
    starts: [0, 3],
  },
  'blocks under name and time of day': {
    text: '[Dana Hall] 10:02:13\nThank you for calling.\n\n[Gary Poe] 10:02:16\nMy invoice is wrong.\n',
    starts: [0, 3],
  },
  'minutes of a meeting': {
    text: 'Oct 2, 2025\nService call - Transcript\n00:00:00\n\nDana Hall: Thank you for calling.\n\n00:00:03\n\nGary Poe: My invoice is wrong.\n\nTranscription ended after 00:30:30\n',
    starts: [0, 3],
  },
};
