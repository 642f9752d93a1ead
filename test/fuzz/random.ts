import { seeded } from '../support/seeded.ts';

const WORDS =
  'agent thank you call price order refund Friday twenty percent um okay invoice card delay help'.split(' ');

/** Choices that are the same in every run with the same seed and turn. */
export class Random {
  readonly #next: () => number;

  constructor(seed: number, turn: number) {
    // Neighbouring seeds of the generator begin alike: they are spread first.
    const spread = Math.imul(Math.imul(seed + 1, 0x9e37_79b1) ^ (turn + 1), 0x85eb_ca6b) >>> 1;
    this.#next = seeded(1 + (spread % 2_147_483_645));
    this.#next();
  }

  /** From 0 up to 1, exclusive. */
  fraction(): number {
    return this.#next();
  }

  /** From 0 up to `limit`, exclusive. */
  below(limit: number): number {
    return Math.floor(this.#next() * limit);
  }

  /** Both ends inclusive. */
  between(lowest: number, highest: number): number {
    return lowest + this.below(highest - lowest + 1);
  }

  happens(probability: number): boolean {
    return this.#next() < probability;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  bytes(length: number): Buffer<ArrayBuffer> {
    const bytes = Buffer.alloc(length);
    for (let at = 0; at < length; at += 1) bytes[at] = this.below(256);
    return bytes;
  }

  /** Words of a call, at least one. */
  words(count: number): string {
    return Array.from({ length: Math.max(1, count) }, () => this.pick(WORDS)).join(' ');
  }

  /** In the form of version 4. */
  uuid(): string {
    const hex = this.bytes(16).toString('hex');
    return [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `4${hex.slice(13, 16)}`,
      `a${hex.slice(17, 20)}`,
      hex.slice(20),
    ].join('-');
  }
}
