import type { LiveEvent } from '../../domain/live-event.ts';
import type { ObjectStorage } from '../concern.ts';

const KEY = 'live_events';
/** Retries and rescores add to the log; somebody who was away for longer starts with the oldest that is kept. */
const KEPT = 500;

export interface NumberedEvent {
  /** From 1, without gaps. */
  readonly seq: number;
  readonly event: LiveEvent;
}

/** What was told so far, so that whoever was away misses nothing. */
export class EventLog {
  readonly #storage: ObjectStorage;

  constructor(storage: ObjectStorage) {
    this.#storage = storage;
  }

  append(events: readonly LiveEvent[]): void {
    const known = this.#all();
    const first = (known.at(-1)?.seq ?? 0) + 1;
    const added = events.map((event, index) => ({ seq: first + index, event }));
    this.#storage.put(KEY, [...known, ...added].slice(-KEPT));
  }

  /** Those from `seq` on. */
  from(seq: number): readonly NumberedEvent[] {
    return this.#all().filter((numbered) => numbered.seq >= seq);
  }

  /** How many utterances were to be told before event `seq`. */
  utterancesBefore(seq: number): number {
    const marks = this.#all().filter((numbered) => numbered.seq < seq);
    return Math.max(0, ...marks.map(({ event }) => (event.type === 'transcript' && event.until) || 0));
  }

  forget(): void {
    this.#storage.delete(KEY);
  }

  #all(): readonly NumberedEvent[] {
    return this.#storage.get<readonly NumberedEvent[]>(KEY) ?? [];
  }
}
