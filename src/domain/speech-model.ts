import { z } from 'zod';

/** Speech models by the names callers use: `nova-3` tells speakers apart, `whisper` costs a tenth. */
export const SpeechModel = z.enum(['nova-3', 'whisper']);
export type SpeechModel = z.infer<typeof SpeechModel>;
