import { meaningOf, type Remedy } from './error-codes.ts';

/** Audio goes to a model as a stream; other inputs are plain JSON. */
export interface AudioInput {
  readonly audio: { readonly body: ReadableStream; readonly contentType: string };
  readonly [option: string]: unknown;
}

export type AiInput = AudioInput | Readonly<Record<string, unknown>>;

/** The only way to a model: the Workers AI binding, or the same call over HTTP. Throws `AiError`. */
export interface AiDoor {
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
