import { Fault } from '../../domain/errors.ts';

/** How much of a file is looked at to tell whether it is text. */
export const SNIFFED_BYTES = 4096;
/** Of a text in a Latin script in an old encoding, so many characters are ASCII; of one in another script fewer. */
const ASCII_SHARE = 0.8;

/** Whether bytes begin like a text: with a byte order mark, or without any control characters that texts do not have. */
export function looksLikeText(start: Uint8Array): boolean {
  const bytes = start.subarray(0, SNIFFED_BYTES);
  if (bytes.length === 0) return false;
  if (markedEncoding(bytes) !== null || unmarkedUtf16(bytes) !== null) return true;
  return bytes.every(
    (byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0c || byte === 0x0d,
  );
}

/**
 * The text of bytes in UTF-8, UTF-16 or Windows-1252, told by what they are. Throws `invalid_transcript` for bytes that are in
 * another encoding: read as one of these, they would become other characters.
 */
export function decodeText(bytes: Uint8Array): string {
  const encoding = markedEncoding(bytes) ?? unmarkedUtf16(bytes);
  if (encoding !== null) return new TextDecoder(encoding).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return decodeLatin(bytes);
  }
}

function markedEncoding(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | null {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return first === 0xef && second === 0xbb && third === 0xbf ? 'utf-8' : null;
}

/** UTF-16 of mostly ASCII without a mark: every second byte is zero, always the same ones. */
function unmarkedUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const looked = bytes.subarray(0, SNIFFED_BYTES - (SNIFFED_BYTES % 2));
  const pairs = Math.floor(looked.length / 2);
  if (pairs < 2) return null;
  let [even, odd] = [0, 0];
  looked.forEach((byte, at) => {
    if (byte !== 0) return;
    if (at % 2 === 0) even += 1;
    else odd += 1;
  });
  if (odd >= pairs * ASCII_SHARE && even === 0) return 'utf-16le';
  return even >= pairs * ASCII_SHARE && odd === 0 ? 'utf-16be' : null;
}

function decodeLatin(bytes: Uint8Array): string {
  const ascii = bytes.reduce((count, byte) => count + (byte < 0x80 ? 1 : 0), 0);
  const text = new TextDecoder('windows-1252').decode(bytes);
  // Bytes that Windows-1252 does not define become control characters.
  if (ascii >= bytes.length * ASCII_SHARE && !/[\u0080-\u009F]/u.test(text)) return text;
  const message = 'The transcript is neither in UTF-8 nor in UTF-16 or Windows-1252. Save it as UTF-8.';
  throw new Fault('invalid_transcript', message, { field: 'encoding' });
}
