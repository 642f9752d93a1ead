import type { FaultCode } from '../../domain/errors.ts';

/** Audio goes to a model as a stream; other inputs are plain JSON. */
export interface AudioInput {
  readonly audio: { readonly body: ReadableStream; readonly contentType: string };
  readonly [option: string]: unknown;
}

export type AiInput = AudioInput | Readonly<Record<string, unknown>>;

/** The only way to a model: the Workers AI binding, or the same call over HTTP. Throws `AiError`. */
export interface AiClient {
  /** `analysisId`: what the call is noted under, where calls are noted; nothing else about it is. */
  run(model: string, input: AiInput, signal: AbortSignal, analysisId?: string): Promise<unknown>;
}

export class AiError extends Error {
  override readonly name = 'AiError';
  /** Workers AI error code; 0 where the call did not reach a model. */
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

/** `later`: it passes by itself. `tomorrow`: the allowance of the day is used up, for every model. `never`: the same call fails again. */
type Remedy = 'later' | 'tomorrow' | 'never';

interface CodeMeaning {
  readonly remedy: Remedy;
  /** What a transcription fails with. */
  readonly speechFault: FaultCode;
}

const BUSY: CodeMeaning = { remedy: 'later', speechFault: 'transcription_unavailable' };
const REFUSED: CodeMeaning = { remedy: 'never', speechFault: 'transcription_rejected' };

/** The allowance of the day is used up. */
export const QUOTA_USED = 3036;
export const TOO_LARGE = 3006;
/** Not a code of Workers AI: the call did not reach a model, or its answer did not arrive. */
export const NO_ANSWER = 0;

/**
 * Codes that mean something else than that the model refuses: 5004 (not decodable), 5007 (no such model), 5035 (needs a
 * paid plan) and all others do. Three digits: a status of HTTP, where there was no code. Source: Workers AI platform
 * documentation, "Errors".
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

/** What follows from an error code of Workers AI. */
export function meaningOf(code: number): CodeMeaning {
  return MEANINGS.get(code) ?? REFUSED;
}
