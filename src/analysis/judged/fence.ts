/** Marks the beginning and the end of words that are to be judged and never obeyed. */
export interface Fence {
  readonly marker: string;
  /** The text between two lines that hold the marker. */
  around(label: string, text: string): string;
}

/**
 * A fence whose marker is in none of the texts: nothing that was said or configured can close it. The same texts give the
 * same marker.
 */
export function fenceFor(texts: readonly string[]): Fence {
  let number = 1;
  while (texts.some((text) => text.includes(markerOf(number)))) number += 1;
  const marker = markerOf(number);
  return {
    marker,
    around: (label, text) => `<<<${marker} ${label}\n${text}\n${marker}>>>`,
  };
}

function markerOf(number: number): string {
  return `RECORD-${number}`;
}
