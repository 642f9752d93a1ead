/** Marks text for the terminal, or leaves it alone where colours are not wanted. Never changes its visible width. */
type Paint = (
  style: 'bold' | 'dim' | 'green' | 'yellow' | 'red' | 'cyan' | 'magenta',
  text: string,
) => string;

/** What a part of the report is rendered for. `width` is in characters. */
export interface Page {
  readonly width: number;
  readonly paint: Paint;
}

const FULL = '█';
const EMPTY = '░';

/** A bar of `width` characters, filled by `share` (0 to 1; beyond is cut). */
export function bar(share: number, width: number): string {
  const filled = Math.round(Math.min(Math.max(share, 0), 1) * width);
  return FULL.repeat(filled) + EMPTY.repeat(width - filled);
}

/** Minutes and seconds, `mm:ss`, rounded down; an hour is 60 minutes. */
export function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Seconds with one decimal from 1 s on, else milliseconds. */
export function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** `1 word`, `2 words`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

/** Lines of at most `width` characters, broken at blanks; a longer word is cut. No line for an empty text. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).flatMap((long) => cut(long, width))) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}

/** `text` wrapped into `width`, its first line after `first`, the others indented as far as `first` is wide. */
export function hang(first: string, text: string, width: number): string[] {
  const indent = ' '.repeat(first.length);
  return wrap(text, Math.max(width - first.length, 10)).map((line, i) => (i === 0 ? first : indent) + line);
}

function cut(word: string, width: number): string[] {
  const parts: string[] = [];
  for (let rest = word; rest !== ''; rest = rest.slice(width)) parts.push(rest.slice(0, width));
  return parts;
}

/** A part of the report under its heading; nothing where the part has no lines. */
export function section(title: string, lines: readonly string[], { paint }: Page): string[] {
  return lines.length === 0
    ? []
    : ['', paint('bold', title), ...lines.map((line) => (line ? `  ${line}` : ''))];
}
