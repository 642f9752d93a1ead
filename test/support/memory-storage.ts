import type { DurableStorage } from '../../src/objects/storage.ts';

/** The storage of an object, in memory. An object that is made anew with it finds what was stored. */
export class MemoryStorage implements DurableStorage {
  /** As JSON, by key. */
  readonly values = new Map<string, string>();
  alarmAt: number | null = null;

  readonly kv: DurableStorage['kv'] = {
    get: (key) => {
      const text = this.values.get(key);
      return text === undefined ? undefined : JSON.parse(text);
    },
    put: (key, value) => void this.values.set(key, JSON.stringify(value)),
    list: ({ prefix }) =>
      [...this.values]
        .filter(([key]) => key.startsWith(prefix))
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, text]): [string, unknown] => [key, JSON.parse(text)]),
    delete: (key) => this.values.delete(key),
  };

  async getAlarm(): Promise<number | null> {
    return this.alarmAt;
  }

  async setAlarm(atMs: number): Promise<void> {
    this.alarmAt = atMs;
  }

  async deleteAlarm(): Promise<void> {
    this.alarmAt = null;
  }

  async deleteAll(): Promise<void> {
    this.values.clear();
    this.alarmAt = null;
  }
}
