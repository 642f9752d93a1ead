import type { WriteStream } from 'node:tty';
import { styleText } from 'node:util';
import type { Page } from './layout.ts';

const MAX_WIDTH = 100;
const MIN_WIDTH = 60;
const DEFAULT_WIDTH = 80;

/** How to render for `stream`: as wide as its terminal up to 100, in colour where it is one and NO_COLOR is unset. */
export function terminalPage(stream: WriteStream): Page {
  const columns = stream.columns ?? DEFAULT_WIDTH;
  return {
    width: Math.max(MIN_WIDTH, Math.min(columns, MAX_WIDTH)),
    paint: (style, text) => styleText(style, text, { stream, validateStream: true }),
  };
}
