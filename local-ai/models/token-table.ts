import llamaTokenizer from 'llama-tokenizer-js';

/** Ids the recogniser's vocabulary has above the tokenizer's 32,000: special tokens, never part of a text. */
const VOCABULARY_SIZE = 32_768;
const BYTE_TOKEN = /^<0x([0-9A-F]{2})>$/;

/** Bytes of one vocabulary entry: `<0x0A>` is that single byte, anything else is UTF-8 text. */
function tokenBytes(token: string): Buffer {
  const byte = BYTE_TOKEN.exec(token)?.[1];
  return byte === undefined ? Buffer.from(token) : Buffer.from(byte, 'hex');
}

/** The token table the recogniser reads: one line per id, `base64(token bytes) id`. */
export function tokenTable(): string {
  const known = llamaTokenizer.vocabById;
  const lines = Array.from({ length: VOCABULARY_SIZE }, (_, id) => {
    const token = known[id] ?? `<<ST_${id}>>`;
    return `${tokenBytes(token).toString('base64')} ${id}\n`;
  });
  return lines.join('');
}
