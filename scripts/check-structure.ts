// Whether the source keeps its shape: `npm run check:structure`. Prints what it measures, fails beyond the limits.
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import {
  foldersWithoutRule,
  importCycles,
  medianLines,
  missingPaths,
  privateWords,
} from './structure/checks.ts';
import { parseSource } from './structure/parse-source.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const LIMITS = { files: 330, medianLines: 75 };
/** Where private words are looked for; cycles and sizes concern `src` alone. */
const FOLDERS = '{src,test,bench,scripts,local-ai,examples,corpus}/**/*.ts';
/** The table of words itself, and the test that shows it to work. */
const TABLE = /^(?:scripts\/structure\/words|test\/unit\/scripts\/structure\.test)\.ts$/u;

const LintConfig = z.object({
  overrides: z.array(
    z.object({ files: z.array(z.string()), rules: z.record(z.string(), z.unknown()).optional() }),
  ),
});

const all = globSync(FOLDERS, { cwd: ROOT })
  .map((file) => file.split(path.sep).join('/'))
  .toSorted()
  .map((file) => parseSource({ path: file, text: readFileSync(path.join(ROOT, file), 'utf8') }));
const source = all.filter((file) => file.path.startsWith('src/'));
const lint = LintConfig.parse(JSON.parse(readFileSync(path.join(ROOT, '.oxlintrc.json'), 'utf8')));

const cycles = importCycles(source);
const unruled = foldersWithoutRule(source, lint.overrides);
const words = all.filter((file) => !TABLE.test(file.path)).flatMap((file) => privateWords(file));

const missing = globSync('{*.md,docs/**/*.md}', { cwd: ROOT }).flatMap((file) =>
  missingPaths(readFileSync(path.join(ROOT, file), 'utf8'), (named) =>
    existsSync(path.join(ROOT, named)),
  ).map((named) => ({ file, named })),
);

console.log(`files in src              ${source.length} of at most ${LIMITS.files}`);
console.log(`median lines of a file    ${medianLines(source)}, at least ${LIMITS.medianLines}`);
console.log(`import cycles             ${cycles.length}`);
console.log(`folders without a rule    ${unruled.length}`);
console.log(`private words             ${words.length}`);
console.log(`dead paths in documents   ${missing.length}`);

const problems = [
  ...(source.length > LIMITS.files ? [`src has ${source.length} files: merge what is one thought`] : []),
  ...(medianLines(source) < LIMITS.medianLines ? ['files are too small: merge what is one thought'] : []),
  ...cycles.map((cycle) => `these import each other: ${cycle.join(', ')}`),
  ...unruled.map((folder) => `${folder} has no import rule in .oxlintrc.json`),
  ...words.map(({ path: file, line, word, but }) => `${file}:${line} ${word}: say ${but}`),
  ...missing.map(({ file, named }) => `${file} names ${named}, which does not exist`),
];
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
