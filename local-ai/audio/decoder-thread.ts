import { serveTasks } from '../threads/serve-tasks.ts';
import { AudioProblem } from './audio-problem.ts';
import { decodeSound } from './decode-sound.ts';
import type { DecodeReply, DecodeTask } from './decoder.ts';

serveTasks<DecodeTask, DecodeReply>(async ({ bytes, mono }): Promise<DecodeReply> => {
  try {
    return { recording: await decodeSound(bytes, mono) };
  } catch (cause) {
    if (cause instanceof AudioProblem) return { problem: { code: cause.code, sentence: cause.sentence } };
    throw cause;
  }
});
