import type { Live } from './live.ts';

const HEADERS = {
  'content-type': 'text/event-stream',
  // Nothing in between may collect events to save bytes.
  'cache-control': 'no-cache, no-transform',
  'content-encoding': 'identity',
};

/** Answers a watcher's request with a stream, or with a socket where it asks for one. */
export function answerWatcher(live: Live, accept: (socket: WebSocket) => void, request: Request): Response {
  if (live.isFull()) return new Response(null, { status: 503 });
  const query = new URL(request.url).searchParams.get('last_event_id');
  const lastEventId = request.headers.get('last-event-id') ?? query;
  if (request.headers.get('upgrade')?.toLowerCase() === 'websocket') {
    const { 0: client, 1: server } = new WebSocketPair();
    accept(server);
    live.greet(server, lastEventId);
    return new Response(null, { status: 101, webSocket: client });
  }
  return new Response(live.stream(lastEventId, request.signal), { headers: HEADERS });
}
