import { describe, expect, it } from 'vitest';
import { clauseEvidence, clausesOf, writtenClause } from '../../../src/text/clauses.ts';
import { parseTranscript } from '../../../src/text/parsed-transcript.ts';
import { dialogue } from '../analysis/call.ts';

const clauses = (text: string) =>
  parseTranscript(dialogue(`customer: ${text}`)).utterances.flatMap(clausesOf);
const written = (text: string) => clauses(text).map(writtenClause);

describe('a clause that is quoted', () => {
  it.each([
    ["Hi, um, yeah, my order hasn't arrived.", "my order hasn't arrived"],
    ['Marcus. I moved on Saturday.', 'I moved on Saturday'],
    ["i've got the, the old one and um i need a new one", 'i need a new one'],
    ['Could you, er, send me a new one?', 'Could you send me a new one?'],
  ])('has no greeting, hesitation or doubled word: %s', (text, clause) => {
    expect(written(text)).toContain(clause);
  });

  it.each([
    ['is cut short', 'I was going to the'],
    ['breaks off', "I was only going to— it's not important now."],
    ['dictates a number', 'it is five five one two nine'],
    ['spells a name', 'that is B R O W N'],
  ])('is none that %s', (_, text) => {
    for (const clause of written(text)) expect(clause).not.toMatch(/going to|the$|five|R O W/u);
  });

  it('keeps what a "no" before it means', () => {
    expect(written('No hidden charges, sir.')[0]).toMatch(/^No hidden charges/u);
    expect(written("No, I don't want it.")).toContain("I don't want it");
  });

  it('has at most 20 words and rests on the very words of the call', () => {
    const text =
      'i called on monday and i waited and they said it would come and then it did not come '.repeat(9);
    for (const clause of clauses(text)) {
      expect(clause.words.length).toBeLessThanOrEqual(20);
      expect(text).toContain(clauseEvidence(clause).quote);
    }
  });
});
