import { z } from 'zod';
import { RepeatedRun } from '../../timers.ts';
import { type Cursor, eventsAfter, type FeedEvent, type FeedSource, hasEnded } from './event-log.ts';

const RECONNECT_MS = 2000;
/** A client that takes nothing is given up when this many bytes wait for it. */
const MAX_WAITING_BYTES = 1024 * 1024;

/** One client of server-sent events. Source: WHATWG HTML, section 9.2. */
export class EventStream {
  readonly body: ReadableStream<Uint8Array>;
  readonly #source: FeedSource;
  readonly #onEnd: () => void;
  readonly #encoder = new TextEncoder();
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  #cursor: Cursor;
  readonly #sending = new RepeatedRun();

  constructor(source: FeedSource, cursor: Cursor, onEnd: () => void) {
    this.#source = source;
    this.#cursor = cursor;
    this.#onEnd = onEnd;
    const measure = { highWaterMark: MAX_WAITING_BYTES, size: (chunk: Uint8Array) => chunk.byteLength };
    this.body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
          this.#write(`retry: ${RECONNECT_MS}\n\n`);
        },
        cancel: () => this.#end(),
      },
      measure,
    );
  }

  /** Sends the events that have happened meanwhile. One run at a time; it also sends what happens during it. */
  send(): Promise<void> {
    return this.#sending.run(() => this.#sendPending());
  }

  /** Shows that somebody is there, on both sides. */
  sendHeartbeat(): void {
    this.#write(': still here\n\n');
  }

  close(): void {
    const controller = this.#controller;
    this.#end();
    controller?.close();
  }

  async #sendPending(): Promise<void> {
    if (!this.#controller) return;
    for await (const event of eventsAfter(this.#source, this.#cursor)) {
      this.#write(frame(event));
      this.#cursor = event.cursor;
    }
    if (hasEnded(this.#source, this.#cursor)) this.close();
  }

  #write(text: string): void {
    if (!this.#controller) return;
    if ((this.#controller.desiredSize ?? 0) <= 0) return this.#giveUp();
    this.#controller.enqueue(this.#encoder.encode(text));
  }

  #giveUp(): void {
    const controller = this.#controller;
    this.#end();
    controller?.error(new Error('the client takes nothing'));
  }

  #end(): void {
    if (!this.#controller) return;
    this.#controller = null;
    this.#onEnd();
  }
}

function frame({ id, type, data }: FeedEvent): string {
  return `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}

const Attachment = z.object({ seq: z.int(), utterance: z.int().nullable() });

const NORMAL_CLOSURE = 1000;

/** What sends to each socket: two runs at a time would send everything twice. */
const sending = new WeakMap<WebSocket, RepeatedRun>();

/** Sends a socket the events that it does not have; from `start` on where it is new. Closes it after the final event. */
export function sendToSocket(socket: WebSocket, source: FeedSource, start: Cursor | null): Promise<void> {
  if (start) socket.serializeAttachment(start);
  const run = sending.get(socket) ?? new RepeatedRun();
  sending.set(socket, run);
  return run.run(() => sendPending(socket, source));
}

async function sendPending(socket: WebSocket, source: FeedSource): Promise<void> {
  for await (const { id, type, data, cursor } of eventsAfter(source, cursorOf(socket))) {
    socket.send(JSON.stringify({ id, type, data }));
    socket.serializeAttachment(cursor);
  }
  if (hasEnded(source, cursorOf(socket))) socket.close(NORMAL_CLOSURE, 'the analysis is final');
}

/** Where the socket is, as it is kept with it while the object sleeps. */
function cursorOf(socket: WebSocket): Cursor {
  return Attachment.parse(socket.deserializeAttachment());
}
