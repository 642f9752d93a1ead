import { describe, expect, it } from 'vitest';
import { transcriptLanguage } from '../../../src/domain/language.ts';

const ENGLISH = [
  'Thanks for calling, how can I help you?',
  'I have a question about my bill, it is too high.',
];
/** With the English words that such calls have. */
const OTHERS = {
  German:
    'Guten Tag, was kann ich für Sie tun? Ja hallo, ich habe eine Frage, die war so hoch. Okay, alles klar.',
  Dutch:
    'Wat kan ik voor u doen? Hallo, ik heb een vraag over mijn rekening. Was er iets in mei? Ja we hebben een brief.',
  French: "Bonjour, comment puis-je vous aider ? On m'a dit que je dois payer. Okay, on va voir. Merci.",
  Hindi:
    'haan ji main aapka account check kar sakta hoon please apna card number bataiye four five six seven okay thank you sir',
  'Hindi in its script': 'मेरा कार्ड नंबर है four one one one, okay thank you',
  Afrikaans:
    'Goeie more, my naam is Pieter, hoe kan ek u help? Dit was te hoog in die maand. Dit is alles, dankie.',
  Tagalog:
    'Hello po, good morning, paano ko po kayo matutulungan? Gusto ko pong malaman ang balance ng account ko.',
};

describe('the language of a transcript', () => {
  it.each([
    ['hindi', 'hi'],
    ['Spanish', 'es'],
    ['ENGLISH', 'en'],
    ['haitian creole', 'ht'],
    ['en_US', 'en-US'],
    ['eng', 'en'],
    ['zh-tw', 'zh-TW'],
  ])('"%s" is %s, whatever the words are', (stated, tag) => {
    expect(transcriptLanguage(stated, ENGLISH)).toBe(tag);
  });

  it.each(['klingon', 'multi', 'englisch', 'not a language', 'en-US!'])(
    'by the name "%s", which is not known, is never taken for English',
    (stated) => {
      expect(transcriptLanguage(stated, ENGLISH)).toBe('und');
    },
  );

  it.each([undefined, null, '', 'und'])('not stated (%s) is English where the words are', (stated) => {
    expect(transcriptLanguage(stated, ENGLISH)).toBe('en');
  });

  it.each(Object.entries(OTHERS))('not stated is not English where the words are %s', (_name, text) => {
    expect(transcriptLanguage(undefined, [text])).toBe('und');
  });

  it('not stated is not English where no words tell', () => {
    for (const texts of [[], [''], ['4111 1111 1111 1111'], ['four one one one', 'okay']])
      expect(transcriptLanguage(undefined, texts)).toBe('und');
  });
});
