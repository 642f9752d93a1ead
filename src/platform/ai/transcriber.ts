import type { RecordingFacts } from '../../domain/analysis.ts';
import { Fault, type FaultCode, FAULTS } from '../../domain/fault.ts';
import type { Transcript } from '../../domain/transcript.ts';
import { type AiDoor, AiError } from './door.ts';
import { NOVA_3, nova3Input, parseNova3 } from './nova-3.ts';

export interface TranscribeRequest {
  readonly body: ReadableStream;
  readonly recording: RecordingFacts;
  /** BCP 47 tag. */
  readonly language: string;
  readonly signal: AbortSignal;
}

/** Turns a recording into a transcript whose roles are still unknown. Throws `Fault`. */
export interface Transcriber {
  transcribe(request: TranscribeRequest): Promise<Transcript>;
}

export function createTranscriber(door: AiDoor): Transcriber {
  return {
    async transcribe({ body, recording, language, signal }) {
      try {
        const answer = await door.run(NOVA_3, nova3Input(body, recording, language), signal);
        return parseNova3(answer, recording, language);
      } catch (error) {
        throw error instanceof AiError ? toFault(error) : error;
      }
    },
  };
}

/** A model that refuses says why as `code: sentence`; codes of ours are passed on with their sentence. */
function toFault(error: AiError): Fault {
  if (error.retryable)
    return new Fault('transcription_unavailable', undefined, { ai_code: error.code }, error);
  const [code, ...rest] = error.message.split(': ');
  const known = isFaultCode(code) && rest.length > 0;
  return known
    ? new Fault(code, rest.join(': '), {}, error)
    : new Fault('transcription_rejected', undefined, { ai_code: error.code }, error);
}

function isFaultCode(code: string | undefined): code is FaultCode {
  return code !== undefined && Object.hasOwn(FAULTS, code);
}
