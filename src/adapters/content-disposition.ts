/** The parameters of a `Content-Disposition` header. */
export interface Disposition {
  readonly name: string | null;
  /** `null` where there is none, or an empty one: the field of a form that no file was chosen for. */
  readonly fileName: string | null;
}

const PARAMETER = /\s*;\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;"]*))/suy;

/**
 * Reads the header of a part of a form, in whatever way clients write names of other scripts: as UTF-8, which the text is
 * decoded from, with the quote escaped as `\"` or `%22`, or as `filename*`, which wins. Sources: RFC 7578, RFC 8187, and
 * the multipart/form-data of the HTML and Fetch standards.
 */
export function parseDisposition(header: string): Disposition {
  const parameters = new Map<string, string>();
  PARAMETER.lastIndex = Math.max(0, header.indexOf(';'));
  for (let match = PARAMETER.exec(header); match; match = PARAMETER.exec(header)) {
    const [, key = '', quoted, token = ''] = match;
    parameters.set(key.toLowerCase(), quoted === undefined ? token.trim() : unquoted(quoted));
  }
  const extended = decodeExtended(parameters.get('filename*') ?? '');
  return {
    name: parameters.get('name') || null,
    fileName: (extended ?? parameters.get('filename') ?? '') || null,
  };
}

function unquoted(text: string): string {
  return text
    .replaceAll(/\\(["\\])/g, '$1')
    .replaceAll(/%(22|0d|0a)/gi, (_escape, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** `UTF-8''%D0%97.wav` → `З.wav`; `null` where it is not that. */
function decodeExtended(value: string): string | null {
  const encoded = /^utf-8'[^']*'(.*)$/is.exec(value)?.[1];
  if (encoded === undefined) return null;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return null;
  }
}

/**
 * The header of an answer that has a file. `fallback`, in ASCII, is for clients that cannot read the name of another script.
 * Nothing in `fileName` ends the header: all but letters and digits is escaped. Source: RFC 6266 with RFC 8187.
 */
export function formatDisposition(
  type: 'inline' | 'attachment',
  fallback: string,
  fileName: string | null,
): string {
  const plain = `${type}; filename="${fallback}"`;
  return fileName === null ? plain : `${plain}; filename*=UTF-8''${encodeExtended(fileName)}`;
}

function encodeExtended(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
