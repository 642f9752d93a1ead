import { Thread } from '../threads/thread.ts';
import { AudioProblem, type AudioProblemCode } from './audio-problem.ts';
import type { Recording } from './decode-sound.ts';

export interface DecodeTask {
  bytes: Uint8Array<ArrayBuffer>;
  mono: boolean;
}

export type DecodeReply =
  | { recording: Recording }
  | { problem: { code: AudioProblemCode; sentence: string } };

/** Decodes recordings in a thread of its own, one after the other. */
export interface Decoder {
  /** Takes the bytes over: they are gone for the caller. Rejects with `AudioProblem`. */
  decode(bytes: Uint8Array<ArrayBuffer>, mono: boolean): Promise<Recording>;
  close(): Promise<void>;
}

export function createDecoder(): Decoder {
  const thread = new Thread<DecodeTask, DecodeReply>(new URL('./decoder-thread.ts', import.meta.url), null);
  return {
    async decode(bytes, mono) {
      const reply = await thread.run({ bytes, mono }, [bytes.buffer]);
      if ('problem' in reply) throw new AudioProblem(reply.problem.code, reply.problem.sentence);
      return reply.recording;
    },
    close: () => thread.close(),
  };
}
