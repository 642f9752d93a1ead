import { Fault } from './errors.ts';

/** Deeper than any document that is taken here: the deepest known transcript has eight levels. */
export const MAX_JSON_DEPTH = 32;
/** Members and elements in a body: a transcript of half a million words has fewer in 16 MiB. */
export const MAX_JSON_VALUES = 1_000_000;

const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;

/** Parses what a caller sent as JSON, or in the form field named by `field`. Throws `malformed_json` and as `requireModest`. */
export function parseJson(text: string, field?: string): unknown {
  requireModest(text, field);
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (error) {
    const message = field === undefined ? undefined : `Field "${field}" is not valid JSON.`;
    throw new Fault('malformed_json', message, field === undefined ? {} : { field }, error);
  }
}

/**
 * Throws `invalid_request` for JSON nested deeper than 32 levels and `payload_too_large` for more than a million values,
 * before anything is made of it: what is parsed takes many times the memory of its text. Reads the text once.
 */
export function requireModest(text: string, field?: string): void {
  const where = field === undefined ? 'The JSON body' : `Field "${field}"`;
  let depth = 0;
  let values = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (isOpening(code)) depth += 1;
    else if (isClosing(code)) depth -= 1;
    if (isOpening(code) || code === COMMA) values += 1;
    if (depth > MAX_JSON_DEPTH)
      throw new Fault('invalid_request', `${where} may be nested ${MAX_JSON_DEPTH} levels deep at most.`, {
        field: field ?? 'body',
        max_depth: MAX_JSON_DEPTH,
      });
    if (values > MAX_JSON_VALUES)
      throw new Fault('payload_too_large', `${where} may have ${MAX_JSON_VALUES} values at most.`, {
        field: field ?? 'body',
        max_values: MAX_JSON_VALUES,
      });
  }
}

/** `[` or `{`. */
function isOpening(code: number): boolean {
  return code === 91 || code === 123;
}

/** `]` or `}`. */
function isClosing(code: number): boolean {
  return code === 93 || code === 125;
}

/** Where the string that opens at `start` ends; past the end of the text where it does not. */
function endOfString(text: string, start: number): number {
  let end = start + 1;
  for (; end < text.length && text.charCodeAt(end) !== QUOTE; end += 1)
    if (text.charCodeAt(end) === BACKSLASH) end += 1;
  return end;
}

/** Whether a value takes at most so many bytes as JSON. */
export function fitsAsJson(value: unknown, maxBytes: number): boolean {
  return new TextEncoder().encode(JSON.stringify(value)).byteLength <= maxBytes;
}

/** How a validation says that `fitsAsJson` does not hold. */
export function tooLargeAsJson(maxBytes: number): string {
  return `must be at most ${maxBytes} bytes as JSON`;
}
