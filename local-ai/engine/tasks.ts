import type { RecogniserFiles } from './recognise.ts';
import type { Voice } from './speakers/voice-points.ts';
import type { Span } from './spans.ts';

/** Models a listening thread loads. */
export interface ListenerSetup extends RecogniserFiles {
  voiceActivity: string;
}

/** Work on a stretch of a channel; `samples` is the whole channel, in shared memory. */
export interface ListenerTask {
  kind: 'find-speech' | 'find-voices' | 'recognise';
  samples: Float32Array;
  stretch: Span;
}

/** What was heard in a stretch. Spans count from the start of the channel. */
export interface Heard {
  /** Speech found; empty for `recognise`. */
  spans: Span[];
  /** How each span sounds, for `find-voices`; empty otherwise. */
  voices: Voice[];
  /** Mean square of every frame; empty for `recognise`. */
  powers: number[];
  /** What was said, for `recognise`; empty otherwise. */
  text: string;
}
