import { z } from 'zod';
import { type Cursor, eventsAfter, type FeedSource, hasEnded } from './event-log.ts';

const Attachment = z.object({ seq: z.int(), utterance: z.int().nullable() });

const NORMAL_CLOSURE = 1000;

/** Sockets that are being sent to: a second run for one of them would send everything twice. */
const busy = new WeakMap<WebSocket, { again: boolean }>();

/** Sends a socket the events that it does not have; from `start` on where it is new. Closes it after the final event. */
export async function sendToSocket(
  socket: WebSocket,
  source: FeedSource,
  start: Cursor | null,
): Promise<void> {
  if (start) socket.serializeAttachment(start);
  const running = busy.get(socket);
  if (running) {
    running.again = true;
    return;
  }
  const state = { again: true };
  busy.set(socket, state);
  try {
    while (state.again) {
      state.again = false;
      await sendPending(socket, source);
    }
    if (hasEnded(source, cursorOf(socket))) socket.close(NORMAL_CLOSURE, 'the analysis is final');
  } finally {
    busy.delete(socket);
  }
}

async function sendPending(socket: WebSocket, source: FeedSource): Promise<void> {
  for await (const { id, type, data, cursor } of eventsAfter(source, cursorOf(socket))) {
    socket.send(JSON.stringify({ id, type, data }));
    socket.serializeAttachment(cursor);
  }
}

/** Where the socket is, as it is kept with it while the object sleeps. */
function cursorOf(socket: WebSocket): Cursor {
  return Attachment.parse(socket.deserializeAttachment());
}
