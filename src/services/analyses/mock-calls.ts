import sampleCall from '../../../examples/sales-call/sales-call.truth.json' with { type: 'json' };
import { Fault } from '../../domain/errors.ts';
import type { TranscriptInput } from '../../domain/transcript.ts';
import perfectPitch from './mock-calls/perfect-pitch.json' with { type: 'json' };
import poorPitch from './mock-calls/poor-pitch.json' with { type: 'json' };

const SCHEME = 'mock://';

const CALLS: ReadonlyMap<string, TranscriptInput> = new Map([
  ['perfect-pitch', perfectPitch],
  ['poor-pitch', poorPitch],
]);

/** The sample call that is shipped with its recording, as its script has it. */
const SAMPLE: TranscriptInput = {
  language: 'en',
  utterances: sampleCall.segments.map((segment) => ({
    speaker: segment.role,
    start: segment.start_ms / 1000,
    end: segment.end_ms / 1000,
    text: segment.text,
  })),
};

/**
 * The transcript that a URL such as `mock://perfect-pitch` stands for, always the same. An unknown name stands for the sample
 * call. `null` for every other URL. Throws `key_environment_mismatch` in live mode.
 */
export function mockCall(recordingUrl: string | undefined, livemode: boolean): TranscriptInput | null {
  if (!recordingUrl?.startsWith(SCHEME)) return null;
  if (livemode) throw new Fault('key_environment_mismatch', undefined, { field: 'recording_url' });
  return CALLS.get(recordingUrl.slice(SCHEME.length)) ?? SAMPLE;
}
