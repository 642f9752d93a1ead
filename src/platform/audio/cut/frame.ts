/** What the header of a frame says. */
export interface FrameHeader {
  /** Of the whole frame, with its header. */
  readonly sizeBytes: number;
  /** Samples of each channel it decodes to. */
  readonly samples: number;
  readonly sampleRateHz: number;
}

/** The header of the frame at offset `at`, `null` where there is none; up to `FRAME_HEAD_BYTES` from there may be looked at. */
export type ReadFrameHeader = (bytes: Uint8Array, at: number) => FrameHeader | null;

export const FRAME_HEAD_BYTES = 64;

export interface Frame extends FrameHeader {
  readonly startByte: number;
  /** See `Slot`. */
  readonly loudness: number;
}

/** How loud the frame at offset `at` is, of which at least its first `FRAME_HEAD_BYTES` are there. */
export type FrameLoudness = (bytes: Uint8Array, at: number, header: FrameHeader) => number;
