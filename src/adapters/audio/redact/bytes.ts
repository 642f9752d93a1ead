import type { TimeSpan } from '../../../domain/transcript.ts';

/** Answers whether a stretch touches one of `spans`, which are in order. No stretch may begin before the one asked about last. */
export function touchesSpan(spans: readonly TimeSpan[]): (startMs: number, endMs: number) => boolean {
  let at = 0;
  return (startMs, endMs) => {
    while ((spans[at]?.endMs ?? Infinity) <= startMs) at += 1;
    return (spans[at]?.startMs ?? Infinity) < endMs;
  };
}

/** The pieces as one, so that a stream of them has few. */
export function joinedBytes(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.byteLength;
  }
  return bytes;
}

/** The checksum of mp3 and FLAC frames: 16 bits, x^16 + x^15 + x^2 + 1. */
export function crc16(bytes: Uint8Array, initial: number): number {
  let crc = initial;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1)
      crc = crc & 0x8000 ? ((crc << 1) ^ 0x8005) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc;
}
