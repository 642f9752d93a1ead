import type { RecordingFacts } from '../../domain/analysis.ts';
import { Fault, type FaultCode, FAULTS } from '../../domain/errors.ts';
import type { SpeechModel } from '../../domain/submission.ts';
import type { Transcript } from '../../domain/transcript.ts';
import { type AiClient, AiError, meaningOf } from './ai-client.ts';
import { NOVA_3, nova3Input, parseNova3 } from './nova-3.ts';
import type { SpeechDialect } from './speech-dialect.ts';
import { parseWhisper, WHISPER, whisperInput } from './whisper.ts';

interface TranscribeRequest {
  readonly body: ReadableStream;
  readonly recording: RecordingFacts;
  /** BCP 47 tag; `null`: the model finds out. */
  readonly language: string | null;
  /** Words to expect, the most important first. */
  readonly keyterms?: readonly string[];
  /** By default that of the deployment. */
  readonly model?: SpeechModel | undefined;
  readonly signal: AbortSignal;
  /** Names the call in the log of the AI Gateway, where there is one. */
  readonly analysisId?: string;
}

/** Turns a recording into a transcript whose roles are still unknown. Throws `Fault`. */
export interface Transcriber {
  transcribe(request: TranscribeRequest): Promise<Transcript>;
}

const DIALECTS: Readonly<Record<SpeechModel, SpeechDialect>> = {
  'nova-3': { id: NOVA_3, input: nova3Input, parse: parseNova3 },
  whisper: { id: WHISPER, input: whisperInput, parse: parseWhisper },
};
/** Below the 15 minutes that a queue consumer may take: a model that hangs is given up, and the task is tried again. */
const TIMEOUT_MS = 13 * 60_000;

export function createTranscriber(
  client: AiClient,
  defaultModel: SpeechModel = 'nova-3',
  timeoutMs = TIMEOUT_MS,
): Transcriber {
  return {
    async transcribe({ body, recording, language, keyterms = [], model = defaultModel, signal, analysisId }) {
      const { id, input, parse } = DIALECTS[model];
      const bounded = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
      try {
        const asked = input(body, recording, { language, keyterms });
        const answer = await client.run(id, asked, bounded, analysisId);
        return parse(answer, recording, language);
      } catch (error) {
        throw error instanceof AiError ? toFault(error) : error;
      }
    },
  };
}

/** A refusal whose message is `code: sentence` with one of our own codes, as of the local server, keeps both. */
function toFault(error: AiError): Fault {
  const details = { ai_code: error.code };
  const { speechFault } = meaningOf(error.code);
  if (speechFault !== 'transcription_rejected') return new Fault(speechFault, undefined, details, error);
  const [code, ...rest] = error.message.split(': ');
  const known = isFaultCode(code) && rest.length > 0;
  return known
    ? new Fault(code, rest.join(': '), {}, error)
    : new Fault(speechFault, undefined, details, error);
}

function isFaultCode(code: string | undefined): code is FaultCode {
  return code !== undefined && Object.hasOwn(FAULTS, code);
}
