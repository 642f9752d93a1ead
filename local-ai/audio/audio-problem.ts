export type AudioProblemCode = 'audio_empty' | 'audio_undecodable' | 'audio_truncated' | 'audio_too_long';

/** The audio cannot be decoded. `message` is the code, then the sentence for a person. */
export class AudioProblem extends Error {
  override name = 'AudioProblem';
  readonly code: AudioProblemCode;
  readonly sentence: string;

  constructor(code: AudioProblemCode, sentence: string) {
    super(`${code}: ${sentence}`);
    this.code = code;
    this.sentence = sentence;
  }
}

/** Says that a recording ends early, with both lengths in words the reader can compare. */
export const truncated = (promised: string, present: string): AudioProblem =>
  new AudioProblem(
    'audio_truncated',
    `The file promises ${promised} of audio but holds ${present}; it was cut off.`,
  );
