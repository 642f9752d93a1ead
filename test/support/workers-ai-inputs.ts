import { z } from 'zod';

const Flag = z.enum(['true', 'false']);
const Text = z.string().min(1);

/**
 * What nova-3 takes beside the recording, as parameters. Source: `Ai_Cf_Deepgram_Nova_3_Input` of
 * @cloudflare/workers-types, those of live streams left out; `keyterm` may be there several times.
 */
const Nova3Parameters = z.strictObject({
  detect_language: Flag.optional(),
  diarize: Flag.optional(),
  filler_words: Flag.optional(),
  keyterm: z.array(Text).max(100).optional(),
  language: Text.optional(),
  measurements: Flag.optional(),
  mip_opt_out: Flag.optional(),
  multichannel: Flag.optional(),
  numerals: Flag.optional(),
  paragraphs: Flag.optional(),
  punctuate: Flag.optional(),
  smart_format: Flag.optional(),
  utterances: Flag.optional(),
  utt_split: z.coerce.number().positive().optional(),
});

/** Source: `Ai_Cf_Openai_Whisper_Large_V3_Turbo_Input` of the same package. */
const WhisperInput = z.strictObject({
  audio: z.base64().min(1),
  task: z.enum(['transcribe', 'translate']).optional(),
  language: z.string().length(2).optional(),
  vad_filter: z.boolean().optional(),
  initial_prompt: Text.optional(),
  prefix: Text.optional(),
  beam_size: z.int().optional(),
  condition_on_previous_text: z.boolean().optional(),
  no_speech_threshold: z.number().optional(),
  compression_ratio_threshold: z.number().optional(),
  log_prob_threshold: z.number().optional(),
  hallucination_silence_threshold: z.number().optional(),
});

/** Why the speech model would refuse this input; `null`: it would not. Other models are not looked at. */
export function refusalOf(model: string, parameters: URLSearchParams, json: unknown): string | null {
  if (model === '@cf/deepgram/nova-3') {
    const terms = parameters.getAll('keyterm');
    const single = Object.fromEntries(parameters);
    const asked = { ...single, ...(terms.length > 0 && { keyterm: terms }) };
    return problemsOf(Nova3Parameters.safeParse(asked));
  }
  return model === '@cf/openai/whisper-large-v3-turbo' ? problemsOf(WhisperInput.safeParse(json)) : null;
}

function problemsOf({ error }: { error?: z.ZodError | undefined }): string | null {
  return error ? z.prettifyError(error) : null;
}
