import type { FaultCode } from '../../domain/errors.ts';

/** Input with a recording, which is sent as a stream. Every other input is plain JSON. */
export interface AudioInput {
  readonly audio: { readonly body: ReadableStream; readonly contentType: string };
  readonly [option: string]: unknown;
}

export type AiInput = AudioInput | Readonly<Record<string, unknown>>;

/** The only way to a model: the Workers AI binding, or the same call over HTTP. Throws `AiError`. */
export interface AiClient {
  /** Answers what the model answered, not validated. `analysisId` names the call in the log of an AI Gateway. */
  run(model: string, input: AiInput, signal: AbortSignal, analysisId?: string): Promise<unknown>;
}

export class AiError extends Error {
  override readonly name = 'AiError';
  /** Error code of Workers AI, status of HTTP, or `NO_ANSWER`. */
  readonly code: number;

  constructor(code: number, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }

  get remedy(): Remedy {
    return meaningOf(this.code).remedy;
  }

  get retryable(): boolean {
    return this.remedy === 'later';
  }
}

export function isAudioInput(input: AiInput): input is AudioInput {
  return typeof input['audio'] === 'object' && input['audio'] !== null && 'body' in input['audio'];
}

/** When the same call may succeed. `tomorrow`: the allowance of the day is used up, for every model. */
type Remedy = 'later' | 'tomorrow' | 'never';

interface CodeMeaning {
  readonly remedy: Remedy;
  /** Code that a transcription fails with. */
  readonly speechFault: FaultCode;
}

const BUSY: CodeMeaning = { remedy: 'later', speechFault: 'transcription_unavailable' };
const REFUSED: CodeMeaning = { remedy: 'never', speechFault: 'transcription_rejected' };

/** The allowance of the day is used up. */
export const QUOTA_USED = 3036;
/** The input is larger than the model takes. */
export const TOO_LARGE = 3006;
/** Our own code: the call did not reach a model, or no answer arrived that can be read. */
export const NO_ANSWER = 0;

/**
 * Every other code is a refusal: 5004 (not decodable), 5007 (no such model), 5035 (needs a paid plan). A code of three digits is
 * the status of an HTTP answer without a code. Source: Workers AI platform documentation, "Errors".
 */
const MEANINGS: ReadonlyMap<number, CodeMeaning> = new Map([
  [NO_ANSWER, BUSY],
  /** Timed out. */
  [3007, BUSY],
  /** Aborted. */
  [3008, BUSY],
  /** Out of capacity. */
  [3040, BUSY],
  [QUOTA_USED, { remedy: 'tomorrow', speechFault: 'transcription_quota_used' }],
  [TOO_LARGE, { remedy: 'never', speechFault: 'transcription_too_large' }],
  ...[408, 429, 500, 502, 503, 504].map((status) => [status, BUSY] as const),
]);

/** Whether a call that failed with `code` may be repeated, and what a transcription fails with. */
export function meaningOf(code: number): CodeMeaning {
  return MEANINGS.get(code) ?? REFUSED;
}
