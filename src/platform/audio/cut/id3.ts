import type { ByteSource } from '../byte-source.ts';

const HEADER_BYTES = 10;
const MOST_TAGS = 8;

/** Where the audio begins: after the ID3v2 tags in front of it. Source: id3.org, ID3 tag version 2.4.0, section 3.1. */
export async function afterId3(source: ByteSource): Promise<number> {
  let at = 0;
  for (let count = 0; count < MOST_TAGS && at + HEADER_BYTES <= source.sizeBytes; count += 1) {
    const [i, d, three, , , , a = 0, b = 0, c = 0, e = 0] = await source.read(at, at + HEADER_BYTES);
    if (i !== 0x49 || d !== 0x44 || three !== 0x33) break;
    at += HEADER_BYTES + ((a << 21) | (b << 14) | (c << 7) | e);
  }
  return Math.min(at, source.sizeBytes);
}
