import { describe, expect, it } from 'vitest';
import {
  foldersWithoutRule,
  importCycles,
  medianLines,
  missingPaths,
  privateWords,
} from '../../../scripts/structure/checks.ts';
import { parseSource } from '../../../scripts/structure/parse-source.ts';

function parse(files: Readonly<Record<string, string>>) {
  return Object.entries(files).map(([path, text]) => parseSource({ path, text }));
}

function wordsIn(text: string, path = 'src/services/a.ts'): string[] {
  return privateWords(parseSource({ path, text })).map(({ word, line }) => `${line} ${word}`);
}

describe('the structure check', () => {
  it('tells the median length of files', () => {
    const files = parse({ 'src/a.ts': '\n', 'src/b.ts': '\n\n\n', 'src/c.ts': '\n\n\n\n\n\n' });
    expect(medianLines(files)).toBe(3);
    expect(medianLines([])).toBe(0);
  });

  it('finds files that import each other, by a type, a re-export, or import() too', () => {
    const files = parse({
      'src/a.ts': "import type { B } from './b.ts';",
      'src/b.ts': "export * from './c/c.ts';",
      'src/c/c.ts': "export type C = import('../d.ts').D;",
      'src/d.ts': "export const load = () => import('./a.ts');",
      'src/e.ts': "import { A } from './a.ts';\nimport { z } from 'zod';",
    });
    expect(importCycles(files)).toEqual([['src/a.ts', 'src/b.ts', 'src/c/c.ts', 'src/d.ts']]);
    expect(importCycles(files.filter(({ path }) => path !== 'src/b.ts'))).toEqual([]);
  });

  it('finds folders of src that no import rule covers', () => {
    const files = parse({ 'src/app.ts': '', 'src/db/a.ts': '', 'src/http/v1/a.ts': '', 'src/text/a.ts': '' });
    const overrides = [
      { files: ['src/db/**'], rules: { 'no-restricted-imports': ['error'] } },
      { files: ['src/text/**'], rules: { 'max-lines': 'off' } },
      { files: ['src/http/**'] },
    ];
    expect(foldersWithoutRule(files, overrides)).toEqual(['src/http', 'src/text']);
  });

  it('finds private words in declared names, however they are written', () => {
    expect(
      wordsIn(`
        const SECRET_BOX = 1;
        function openDoor({ a: itemLedger = 2, ...mends }: { keeper: string }, [wish]: string[]) {}
        class Desk { #chance = 1; constructor(private readonly story: string) {} }
        interface Tells { announce(judged: string): void }
        try {} catch (unhurried) {}
      `),
    ).toEqual([
      '2 SECRET_BOX',
      '3 openDoor',
      '3 itemLedger',
      '3 mends',
      '3 keeper',
      '3 wish',
      '4 Desk',
      '4 chance',
      '4 story',
      '5 Tells',
      '5 announce',
      '5 judged',
      '6 unhurried',
    ]);
  });

  it('finds them in the names of files and in comments', () => {
    expect(wordsIn('', 'src/objects/batch/chunk-board.ts')).toEqual(['1 objects/batch/chunk-board']);
    expect(wordsIn('\n/** Opens the\n * secret box. */\n// A matter of chance.')).toEqual([
      '2 secret box',
      '4 chance',
    ]);
  });

  it('leaves alone strings, keys of data, quoted words, longer words, and words with another meaning there', () => {
    expect(
      wordsIn(`
        // The field \`judgement\` of the report; a caller hears "story".
        const playbook = { setAside: 'story', judged: 1 };
        function handleRequest(handler: string) { return \`door \${handler}\`; }
      `),
    ).toEqual([]);
    expect(wordsIn('const outbound = true;', 'src/understanding/a.ts')).toEqual([]);
    expect(wordsIn('const outbound = true;', 'src/adapters/a.ts')).toEqual(['1 outbound']);
  });

  it('finds paths in documents that lead nowhere', () => {
    const document =
      'See `src/db/`, `src/gone.ts`, `docs/a.md#part`, src/no-code.ts and again `src/gone.ts`.';
    expect(missingPaths(document, (path) => path === 'src/db/')).toEqual(['src/gone.ts']);
  });

  it('refuses what is not TypeScript', () => {
    expect(() => parseSource({ path: 'src/a.ts', text: 'const = ;' })).toThrow('src/a.ts');
  });
});
