import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { Random } from '../fuzz/random.ts';
import { salesCall } from '../support/transcripts.ts';
import { waveFile } from '../support/wave-file.ts';

const ANSWER_TIMEOUT_MS = 20_000;
const PAUSE_MS = 300;
const BATCH_ITEMS = 4;

/** A call that was submitted, by a number of its own that its metadata holds. */
export interface Submitted {
  readonly number: number;
  /** `null` until an answer said so. */
  id: string | null;
  readonly callbackUrl: string | null;
}

const Accepted = z.looseObject({ id: z.string() });

/** Submits calls as a customer who sends again, with the same `Idempotency-Key`, whatever was not answered. */
export class Workload {
  readonly calls: Submitted[] = [];
  /** Batches that were accepted, with the numbers of their items. */
  readonly batches: { readonly id: string; readonly numbers: readonly number[] }[] = [];
  /** Answers that no customer should see, whatever fails behind. */
  readonly wrongAnswers: string[] = [];
  readonly #url: string;
  readonly #key: string;
  readonly #callbackUrl: string;
  readonly #random: Random;
  readonly #seed: number;
  readonly #sending: Promise<void>[] = [];
  #number = 0;

  constructor(target: { url: string; apiKey: string; callbackUrl: string; seed: number }) {
    this.#url = target.url;
    this.#key = target.apiKey;
    this.#callbackUrl = target.callbackUrl;
    this.#seed = target.seed;
    this.#random = new Random(target.seed, 1);
  }

  #isOver = false;

  /** Submits one thing after another until the signal; `finish` waits for those that were not answered by then. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const random = this.#random;
      this.#sending.push(
        random.happens(0.06) ? this.#batch() : this.#call(random.happens(0.25), random.happens(0.5)),
      );
      await sleep(PAUSE_MS * (0.5 + random.fraction()));
    }
  }

  /** Waits for those that were not answered yet, and gives them up after the time. */
  async finish(timeoutMs: number): Promise<void> {
    await Promise.race([Promise.all(this.#sending), sleep(timeoutMs)]);
    this.#isOver = true;
  }

  async #call(isRecording: boolean, isCalledBack: boolean): Promise<void> {
    const number = this.#number++;
    const callbackUrl = isCalledBack ? `${this.#callbackUrl}?n=${number}` : null;
    const call: Submitted = { number, id: null, callbackUrl };
    this.calls.push(call);
    const about = { ...(callbackUrl !== null && { callback_url: callbackUrl }) };
    const body = () => {
      if (!isRecording) return JSON.stringify({ transcript: salesCall, metadata: { number }, ...about });
      const form = new FormData();
      form.set('metadata', JSON.stringify({ number }));
      if (callbackUrl !== null) form.set('callback_url', callbackUrl);
      form.set('file', new Blob([waveFile({ dataBytes: 64_000 + 2 * number })]), 'call.wav');
      return form;
    };
    call.id = await this.#untilAccepted('/v1/analyses', number, body);
  }

  async #batch(): Promise<void> {
    const numbers = Array.from({ length: BATCH_ITEMS }, () => this.#number++);
    const items = numbers.map((number) => ({ transcript: salesCall, metadata: { number } }));
    const id = await this.#untilAccepted('/v1/batches', numbers[0] ?? 0, () => JSON.stringify({ items }));
    if (id !== null) this.batches.push({ id, numbers });
  }

  async #untilAccepted(path: string, number: number, body: () => string | FormData): Promise<string | null> {
    while (!this.#isOver) {
      const content = body();
      const headers = {
        'x-api-key': this.#key,
        'idempotency-key': `${this.#seed}-${number}`,
        ...(typeof content === 'string' && { 'content-type': 'application/json' }),
      };
      try {
        const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
        const response = await fetch(this.#url + path, { method: 'POST', body: content, headers, signal });
        const text = await response.text();
        if (response.status === 202) return Accepted.parse(JSON.parse(text)).id;
        // 409: the first of the two is still under way.
        if (response.status < 500 && response.status !== 409) {
          this.wrongAnswers.push(`${path} ${response.status} ${text.slice(0, 300)}`);
          return null;
        }
      } catch {
        // Nobody is there, or nobody answers: again.
      }
      await sleep(PAUSE_MS);
    }
    return null;
  }
}
