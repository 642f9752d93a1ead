import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const Targets = z.array(z.looseObject({ webSocketDebuggerUrl: z.string() })).min(1);
const Reply = z.object({
  id: z.int(),
  result: z.object({ usedSize: z.number(), backingStorageSize: z.number().default(0) }),
});

const SAMPLE_MS = 100;
const MB = 1e6;

/**
 * Measures the heap of a Worker and the buffers it holds, over and over, each time after a garbage collection. What is held
 * is the same on a busy machine; how much garbage comes between a collection and the look at the heap is not, so a peak is
 * what three samples in a row found.
 */
export class HeapMeter {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (bytes: number) => void>();
  #sent = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const reply = Reply.safeParse(JSON.parse(String(data)));
      if (!reply.success) return;
      const { id, result } = reply.data;
      this.#waiting.get(id)?.(result.usedSize + result.backingStorageSize);
      this.#waiting.delete(id);
    });
  }

  static async open(inspectorUrl: string): Promise<HeapMeter> {
    const [target] = Targets.parse(await (await fetch(`${inspectorUrl}/json`)).json());
    // The inspector answers nobody who does not say that he is local.
    const socket = new WebSocket(target?.webSocketDebuggerUrl ?? '', {
      headers: { origin: 'http://localhost' },
    });
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve);
      socket.addEventListener('error', reject);
    });
    return new HeapMeter(socket);
  }

  /** Runs the work; answers the most that the Worker held meanwhile above what it held before, MB. */
  async peakMb(work: () => Promise<void>): Promise<number> {
    const before = await this.#heldBytes();
    const latest = [before, before, before];
    let peak = before;
    const over = new AbortController();
    const sampling = (async () => {
      while (!over.signal.aborted) {
        latest.push(await this.#heldBytes());
        latest.shift();
        peak = Math.max(peak, Math.min(...latest));
        await sleep(SAMPLE_MS);
      }
    })();
    await work().finally(() => over.abort());
    await sampling;
    return (peak - before) / MB;
  }

  /** Commands are answered in the order in which they are sent. */
  #heldBytes(): Promise<number> {
    this.#send('HeapProfiler.collectGarbage');
    const id = this.#send('Runtime.getHeapUsage');
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  #send(method: string): number {
    this.#sent += 1;
    this.#socket.send(JSON.stringify({ id: this.#sent, method }));
    return this.#sent;
  }
}
