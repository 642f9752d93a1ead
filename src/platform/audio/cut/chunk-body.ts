import type { AudioChunk } from '../../../domain/audio-chunk.ts';
import type { StreamedSource } from './streamed-source.ts';

/** The audio of a chunk as a file by itself. */
export interface ChunkBody {
  readonly body: ReadableStream<Uint8Array>;
  readonly contentType: string;
  /** `null` where it is known only at the end. */
  readonly sizeBytes: number | null;
}

/** `head`, then what `rest` gives. */
function withHead(head: Uint8Array, rest: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = rest.getReader();
  let begun = false;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (!begun) {
        begun = true;
        controller.enqueue(head);
        return;
      }
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/** The bytes of a chunk behind a head of its own. */
export async function headed(
  source: StreamedSource,
  head: Uint8Array,
  { startByte, endByte }: Pick<AudioChunk, 'startByte' | 'endByte'>,
  contentType: string,
): Promise<ChunkBody> {
  const rest = await source.stream(startByte, endByte);
  const body = head.byteLength === 0 ? rest : withHead(head, rest);
  return { body, contentType, sizeBytes: head.byteLength + endByte - startByte };
}
