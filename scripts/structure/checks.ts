import { WORD_RULES, type WordRule } from './words.ts';
import type { ParsedSource } from './parse-source.ts';

export interface WordFinding {
  readonly path: string;
  readonly line: number;
  readonly word: string;
  readonly but: string;
}

/** The middle of the files' lengths in lines; of an even number, the lower of the two. */
export function medianLines(files: readonly ParsedSource[]): number {
  const lengths = files.map(({ lines }) => lines).toSorted((a, b) => a - b);
  return lengths[Math.floor((lengths.length - 1) / 2)] ?? 0;
}

/**
 * Groups of files that import each other, directly or round about, types included: the strongly connected components
 * of the imports (Tarjan, Depth-first search and linear graph algorithms, 1972).
 */
export function importCycles(files: readonly ParsedSource[]): string[][] {
  const imports = new Map(files.map((file) => [file.path, file.imports]));
  const order = new Map<string, number>();
  const earliest = new Map<string, number>();
  const stack: string[] = [];
  const cycles: string[][] = [];

  function visit(file: string): number {
    const position = order.size;
    order.set(file, position);
    earliest.set(file, position);
    stack.push(file);
    for (const next of imports.get(file) ?? []) {
      if (!imports.has(next)) continue;
      const reached = order.has(next) ? (stack.includes(next) ? order.get(next) : undefined) : visit(next);
      earliest.set(file, Math.min(earliest.get(file) ?? position, reached ?? position));
    }
    if (earliest.get(file) === position) {
      const group = stack.splice(stack.indexOf(file));
      if (group.length > 1 || imports.get(file)?.includes(file) === true) cycles.push(group.toSorted());
    }
    return earliest.get(file) ?? position;
  }

  for (const { path } of files) if (!order.has(path)) visit(path);
  return cycles;
}

/** Folders of `src` whose files may import anything: no override of the linter restricts them. */
export function foldersWithoutRule(
  files: readonly ParsedSource[],
  overrides: readonly { files: readonly string[]; rules?: Readonly<Record<string, unknown>> | undefined }[],
): string[] {
  const ruled = new Set(
    overrides
      .filter(({ rules }) => rules !== undefined && 'no-restricted-imports' in rules)
      .flatMap((override) => override.files),
  );
  const folders = new Set(files.flatMap(({ path }) => /^src\/[^/]+(?=\/)/u.exec(path)?.[0] ?? []));
  return [...folders].filter((folder) => !ruled.has(`${folder}/**`)).toSorted();
}

/** Private words in the names of files, in declared names, and in comments. */
export function privateWords(file: ParsedSource, table = WORD_RULES): WordFinding[] {
  const rules = table.filter(({ where }) => where?.test(file.path) !== false);
  const base = file.path
    .split('/')
    .slice(1)
    .join('/')
    .replace(/\.(?:test\.)?ts$/u, '');
  const names = [{ text: base, line: 1 }, ...file.names].flatMap(({ text, line }) =>
    rules
      .filter((rule) => namesPrivately(text, rule))
      .map(({ but }) => ({ path: file.path, line, word: text, but })),
  );
  const comments = file.comments.flatMap(({ text, line }) =>
    rules
      .filter(({ comments: wrong = false }) => wrong)
      .flatMap(({ not, but }) => {
        const words = plainWords(text);
        const word = not.find((one) => words.includes(` ${one} `));
        return word === undefined ? [] : [{ path: file.path, line, word, but }];
      }),
  );
  return [...names, ...comments];
}

function namesPrivately(name: string, { not, except }: WordRule): boolean {
  const words = nameWords(name);
  return not.some((one) => words.includes(` ${one} `)) && except?.test(name) !== true;
}

/** `readBatchItems`, `read-batch-items` and `READ_BATCH_ITEMS` as " read batch items ". */
function nameWords(name: string): string {
  const parts = name.replaceAll(/(?<=[\p{Ll}\d])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, ' ').toLowerCase();
  return ` ${parts
    .split(/[^\p{L}\d]+/u)
    .join(' ')
    .trim()} `;
}

/** The words of a comment, what it quotes or marks as code left out: " the words of ". */
function plainWords(comment: string): string {
  const prose = comment.replaceAll(/`[^`]*`|"[^"]*"|“[^”]*”/gu, ' ').toLowerCase();
  return ` ${prose
    .split(/[^\p{L}\d'’]+/u)
    .join(' ')
    .trim()} `;
}

/** Files of the project that a document names in code quotes and that do not exist. Folders end in `/`. */
export function missingPaths(document: string, exists: (path: string) => boolean): string[] {
  const named = [...document.matchAll(/`((?:src|test|scripts|bench|local-ai|examples|docs)\/[\w./-]*)`/gu)];
  return [...new Set(named.flatMap(([, path = '']) => (exists(path) ? [] : [path])))];
}
