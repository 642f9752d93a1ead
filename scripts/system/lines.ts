import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';

/** Calls `onLine` with every line of `stream`, without colours and trailing blanks. A progress bar's redraw is a line. */
export function forEachLine(stream: Readable, onLine: (line: string) => void): void {
  createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) => {
    onLine(stripVTControlCharacters(line).trimEnd());
  });
}

/** Remembers the last `limit` lines it was given. */
export class LastLines {
  readonly #lines: string[] = [];
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(line: string): void {
    if (line === '') return;
    this.#lines.push(line);
    if (this.#lines.length > this.#limit) this.#lines.shift();
  }

  get isEmpty(): boolean {
    return this.#lines.length === 0;
  }

  /** The lines, indented. */
  get text(): string {
    return this.#lines.map((line) => `  ${line}`).join('\n');
  }
}
