import type { StepMessage, SweepMessage } from '../domain/queue-messages.ts';
import type { Step } from '../domain/task.ts';

/** Encrypts secrets that are stored and must be readable again. */
export interface Encryptor {
  /** Text that only `decrypt` with the same `context` can read. */
  encrypt(secret: string, context: string): Promise<string>;
  /** Throws where the text was encrypted with another key or context, or was changed. */
  decrypt(encrypted: string, context: string): Promise<string>;
}

/** A request whose body is hashed while it is read, to tell whether another request is the same. */
export interface RequestFingerprint {
  readonly request: Request;
  /**
   * Hex SHA-256 of method, path, media type and body; `null` where the body was not read to its end or is not what its media
   * type says. Of a multipart body it covers the parts, not the boundary, which clients choose anew for each request.
   */
  digest(): Promise<string | null>;
}

/** The queues that steps of analyses wait in. */
export interface StepQueues {
  /** Messages of one step, sent together so that they are worked on in parallel. */
  enqueue(messages: readonly StepMessage[]): Promise<void>;
  /** When the oldest message was put on the queue of a step, milliseconds since 1970; `null`: none, or nobody knows. */
  oldestAt(step: Step): Promise<number | null>;
}

/** Sweeps that are to be begun or to go on. */
export interface SweepQueue {
  enqueue(message: SweepMessage, delaySeconds?: number): Promise<void>;
}

/** The chunks of a batch whose items are to become analyses. Positions of chunks count from 0. */
export interface BatchChunkQueue {
  enqueue(batchId: string, chunks: readonly number[]): Promise<void>;
  /** Removes the stored content of the chunks. */
  remove(accountId: string, batchId: string, chunks: readonly number[]): Promise<void>;
}
