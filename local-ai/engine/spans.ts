/** Frame of voice activity and level measurement, in samples: 32 ms at 16 kHz. */
export const FRAME_SAMPLES = 512;

/** A stretch of speech in one channel. `from` and `to` are samples at 16 kHz, `from < to`. */
export interface Span {
  from: number;
  to: number;
}

export const lengthOf = (span: Span): number => span.to - span.from;

/** Joins spans that lie closer together than `gap` samples. Spans must be ordered and must not overlap. */
export function joinClose(spans: readonly Span[], gap: number): Span[] {
  const joined: Span[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last !== undefined && span.from - last.to < gap) last.to = Math.max(last.to, span.to);
    else joined.push({ from: span.from, to: span.to });
  }
  return joined;
}
