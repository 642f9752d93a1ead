/** Bytes searched for the frame count that a variable-rate mp3 carries in its first frame. */
const FIRST_FRAME_BYTES = 4096;
const FRAME_COUNT_TAGS = ['Xing', 'Info', 'VBRI'];

const latin1 = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', from, to);

/** Offset of the first byte after a leading ID3v2 tag (https://id3.org/id3v2.4.0-structure §3.1). */
function afterId3(bytes: Uint8Array): number {
  if (latin1(bytes, 0, 3) !== 'ID3') return 0;
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(6, 10);
  return 10 + ((a << 21) | (b << 14) | (c << 7) | d);
}

/** True when an mp3 states its length; without that, a length is only guessed from the first frame's bit rate. */
export function statesMp3Length(bytes: Uint8Array): boolean {
  const start = afterId3(bytes);
  const head = latin1(bytes, start, start + FIRST_FRAME_BYTES);
  return FRAME_COUNT_TAGS.some((tag) => head.includes(tag));
}

/**
 * Size in bytes the top-level boxes of an MP4 file add up to, or null when the last box runs to the end by design.
 * More than the file's size means that its end is missing (ISO/IEC 14496-12 §4.2).
 */
export function mp4Extent(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at + 8 <= bytes.length) {
    const size = view.getUint32(at);
    if (size === 0) return null;
    const long = size === 1 && at + 16 <= bytes.length;
    const extent = long ? Number(view.getBigUint64(at + 8)) : size;
    if (extent < 8) return null;
    at += extent;
  }
  return at;
}

/** True for a file that starts like MP4, M4A or QuickTime. */
export const isMp4 = (bytes: Uint8Array): boolean => latin1(bytes, 4, 8) === 'ftyp';

/** True when the last Ogg page ends after the last byte of the file (RFC 3533 §6). */
export function endsInsideOggPage(bytes: Uint8Array): boolean {
  const last = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).lastIndexOf('OggS');
  if (last < 0) return false;
  const segments = bytes[last + 26];
  if (segments === undefined) return true;
  const table = bytes.subarray(last + 27, last + 27 + segments);
  const bodyBytes = table.reduce((sum, length) => sum + length, 0);
  return table.length < segments || last + 27 + segments + bodyBytes > bytes.length;
}

export const isOgg = (bytes: Uint8Array): boolean => latin1(bytes, 0, 4) === 'OggS';
