/** Audio goes to a model as a stream; other inputs are plain JSON. */
export interface AudioInput {
  readonly audio: { readonly body: ReadableStream; readonly contentType: string };
  readonly [option: string]: unknown;
}

export type AiInput = AudioInput | Readonly<Record<string, unknown>>;

/** The only way to a model: the Workers AI binding, or the same call over HTTP. Throws `AiError`. */
export interface AiDoor {
  run(model: string, input: AiInput, signal: AbortSignal): Promise<unknown>;
}

/** Error codes of Workers AI that pass by themselves. Source: Workers AI platform documentation, "Errors". */
const RETRYABLE_CODES: ReadonlySet<number> = new Set([3007, 3008, 3040]);

export class AiError extends Error {
  override readonly name = 'AiError';
  /** Workers AI error code; 0 where the call did not reach a model. */
  readonly code: number;
  readonly retryable: boolean;

  constructor(code: number, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.retryable = code === 0 || RETRYABLE_CODES.has(code);
  }
}

export function isAudioInput(input: AiInput): input is AudioInput {
  return typeof input['audio'] === 'object' && input['audio'] !== null && 'body' in input['audio'];
}
