import path from 'node:path';
import { parseSync } from 'oxc-parser';

export interface SourceFile {
  /** From the root of the project, with `/`: `src/db/analyses.ts`. */
  readonly path: string;
  readonly text: string;
}

/** A word of the code with the line it stands on, from 1. */
export interface Place {
  readonly text: string;
  readonly line: number;
}

/** What the structure checks need to know of a file. */
export interface ParsedSource {
  readonly path: string;
  readonly lines: number;
  /** Paths of the project's own files that it imports or re-exports, types included. */
  readonly imports: readonly string[];
  /** Names it declares: variables, parameters, functions, classes, types and their members. Keys of object literals are data. */
  readonly names: readonly Place[];
  readonly comments: readonly Place[];
}

type Node = Readonly<Record<string, unknown>> & { readonly type: string; readonly start: number };

/** Declarations that carry a name of their own. */
const NAMED = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ClassDeclaration',
  'TSInterfaceDeclaration',
  'TSTypeAliasDeclaration',
  'TSEnumDeclaration',
]);
/** Members of types and classes. */
const MEMBERS = new Set([
  'TSPropertySignature',
  'TSMethodSignature',
  'PropertyDefinition',
  'MethodDefinition',
]);

/** Throws where the file is not TypeScript. */
export function parseSource({ path: file, text }: SourceFile): ParsedSource {
  const { program, module, comments, errors } = parseSync(file, text);
  const [error] = errors;
  if (error !== undefined) throw new Error(`${file}: ${error.message}`);
  const lineOf = lineCounter(text);
  const found: Found = { names: [], imported: [] };
  walk(program, found);
  const requests = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.map(({ moduleRequest }) => moduleRequest?.value),
    ),
    ...found.imported,
  ];
  return {
    path: file,
    lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0),
    imports: [...new Set(requests.flatMap((request) => resolve(file, request)))],
    names: found.names
      .toSorted((a, b) => a.start - b.start)
      .map(({ name, start }) => ({ text: name, line: lineOf(start) })),
    comments: comments.map(({ value, start }) => ({ text: value, line: lineOf(start) })),
  };
}

interface Found {
  readonly names: { name: string; start: number }[];
  /** Specifiers of `import()`, as an expression or in a type. */
  readonly imported: string[];
}

function walk(value: unknown, found: Found): void {
  if (Array.isArray(value)) for (const one of value) walk(one, found);
  else if (isNode(value)) {
    collect(value, found);
    for (const child of Object.values(value)) walk(child, found);
  }
}

function collect(node: Node, found: Found): void {
  if (NAMED.has(node.type)) bind(node['id'], found);
  else if (MEMBERS.has(node.type)) bind(node['key'], found);
  else if (node.type === 'VariableDeclarator') bind(node['id'], found);
  else if (node.type === 'CatchClause') bind(node['param'], found);
  else if (node.type === 'ImportExpression' || node.type === 'TSImportType')
    importedBy(node['source'], found);
  if (Array.isArray(node['params'])) for (const parameter of node['params']) bind(parameter, found);
}

/** The names that a pattern binds: a plain one, or those inside `{ a, b: c = 1, ...rest }`. */
function bind(pattern: unknown, found: Found): void {
  if (!isNode(pattern)) return;
  const { type, name, start } = pattern;
  if (type === 'Identifier' || type === 'PrivateIdentifier') {
    if (typeof name === 'string') found.names.push({ name, start });
    return;
  }
  const parts: readonly unknown[] =
    type === 'ObjectPattern'
      ? list(pattern['properties']).map((one) =>
          isNode(one) && one.type === 'Property' ? one['value'] : one,
        )
      : type === 'ArrayPattern'
        ? list(pattern['elements'])
        : [pattern['left'], pattern['argument'], pattern['parameter']];
  for (const part of parts) bind(part, found);
}

function importedBy(source: unknown, found: Found): void {
  if (isNode(source) && typeof source['value'] === 'string') found.imported.push(source['value']);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function resolve(file: string, request: string | undefined): string[] {
  if (request === undefined || !request.startsWith('.')) return [];
  return [path.posix.join(path.posix.dirname(file), request)];
}

function lineCounter(text: string): (offset: number) => number {
  const ends = [...text.matchAll(/\n/gu)].map(({ index }) => index);
  return (offset) => ends.filter((end) => end < offset).length + 1;
}
