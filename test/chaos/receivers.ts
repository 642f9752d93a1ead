import { createServer } from 'node:http';
import { Random } from '../fuzz/random.ts';

/** What arrived at an address. */
export interface Arrival {
  readonly number: number;
  readonly id: string;
  readonly isAccepted: boolean;
}

export interface FailingReceiver {
  readonly url: string;
  readonly arrivals: readonly Arrival[];
  /** From now on everything is accepted. */
  calm(): void;
  close(): void;
}

/** A receiver of callbacks that refuses, breaks off, or does not answer from time to time. */
export async function startFailingReceiver(seed: number, rate: number): Promise<FailingReceiver> {
  const random = new Random(seed, 2);
  const arrivals: Arrival[] = [];
  let failing = rate;
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      const isAccepted = !random.happens(failing);
      const number = Number(new URL(request.url ?? '/', 'http://receiver').searchParams.get('n'));
      arrivals.push({ number, id: String(request.headers['webhook-id']), isAccepted });
      if (isAccepted) response.writeHead(204).end();
      else if (random.happens(0.5)) response.writeHead(random.pick([500, 502, 429, 408])).end();
      else if (random.happens(0.8)) response.socket?.destroy();
    });
  });
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/hook`,
    arrivals,
    calm: () => void (failing = 0),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
