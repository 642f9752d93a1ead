import { describe, expect, it } from 'vitest';
import { englishPart } from '../../../src/text/parsed-transcript.ts';
import { dialogue, report } from '../analysis/call.ts';

const CALLS: Readonly<Record<string, readonly string[]>> = {
  es: [
    'Buenos días, le atiende Marta, ¿en qué puedo ayudarle?',
    'Llamo porque mi factura de este mes está mal.',
    'vale',
  ],
  tr: [
    'Merhaba, size nasıl yardımcı olabilirim?',
    'Faturam bu ay çok yüksek geldi, nedenini öğrenmek istiyorum.',
  ],
  de: ['Guten Tag, Sie sprechen mit Frau Weber.', 'Ich rufe an, weil meine Rechnung nicht stimmt.', 'ok'],
  fr: [
    'Bonjour, service client, que puis-je faire pour vous ?',
    "J'appelle parce que ma facture est fausse.",
  ],
  it: ['Buongiorno, come posso aiutarla?', 'Chiamo perché la bolletta di questo mese è sbagliata.'],
  pt: ['Bom dia, em que posso ajudar?', 'Estou ligando porque a minha conta veio errada.'],
  nl: ['Goedemorgen, waarmee kan ik u helpen?', 'Ik bel omdat mijn rekening niet klopt.', 'no'],
  pl: ['Dzień dobry, w czym mogę pomóc?', 'Dzwonię, bo mój rachunek jest za wysoki.'],
  hi: ['नमस्ते, मैं आपकी क्या मदद कर सकता हूँ?', 'मेरा इंटरनेट तीन दिन से काम नहीं कर रहा है'],
  he: ['שלום, במה אפשר לעזור?', 'האינטרנט שלי לא עובד כבר שלושה ימים'],
  ja: ['お電話ありがとうございます。', 'インターネットがつながりません'],
};
const ENGLISH = [
  'Thank you for calling Harbor Cable, this is Wendell, how can I help you?',
  'Hi, my internet has been down since Monday and I am really fed up with it.',
  'I am sorry about that, let me have a look at the line for you.',
];

const callOf = (lines: readonly string[]) =>
  dialogue(...lines.map((line, at) => `${at % 2 === 0 ? 'agent' : 'customer'}: ${line}`));

describe('what is said to be English and is not', () => {
  it.each(Object.entries(CALLS))('is known by its language and english in nothing: %s', (language, lines) => {
    for (const text of [lines, lines.map((line) => line.toLowerCase().replaceAll(/[.,?!]/gu, ''))]) {
      const found = report(callOf(text));
      expect(found.language).toBe(language);
      expect(found.summary).toMatchObject({ engine: 'unsupported_language', outcome: 'unknown' });
      expect(found.sentiment.engine).toBe('unsupported_language');
      expect(found.conversation.wordCount).toBeGreaterThan(0);
      expect(found.conversation.speakers.length).toBe(2);
    }
  });
});

it('a bilingual call is english where it is English', () => {
  const spanish = CALLS['es'] ?? [];
  const { transcript, english } = englishPart(callOf([...ENGLISH, ...spanish, ...spanish]));
  expect(transcript.language).toBe('en');
  expect(english.utterances.filter(({ text }) => text.trim() !== '').map(({ text }) => text)).toEqual([
    ...ENGLISH,
    'vale',
    'vale',
  ]);
});

it.each([
  ['names', ['Retention desk, Harbor Cable, Wendell.', 'Evaristo Quintanar, Delphine Arbuthnot-Quay.']],
  ['spelled letters', ['k e s s l e r', 'd e l l i n g e r']],
  ['short answers', ['ok', 'no', 'sí', 'ja', 'Samuelson']],
])('in an English call, %s follow the language of the call', (_what, lines) => {
  const call = callOf([...ENGLISH, ...lines]);
  expect(englishPart(call).english).toBe(call);
});

it('a language that is stated and is not English is believed', () => {
  const call = { ...callOf(ENGLISH), language: 'de' };
  expect(englishPart(call)).toEqual({ transcript: call, english: call });
});
