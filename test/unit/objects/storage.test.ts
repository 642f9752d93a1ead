import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ObjectStorage } from '../../../src/objects/storage.ts';
import { MemoryStorage } from '../../support/memory-storage.ts';

const Counter = z.strictObject({ count: z.int() });
const counter = { key: 'counter', version: 1, schema: Counter };

function stored(value: unknown): MemoryStorage {
  const memory = new MemoryStorage();
  memory.kv.put('counter', value);
  return memory;
}

describe('a record of an object', () => {
  it('is there again after the object lost its memory, with its version', () => {
    const memory = new MemoryStorage();
    new ObjectStorage(memory).record(counter).write({ count: 1 });
    expect(memory.kv.get('counter')).toEqual({ version: 1, value: { count: 1 } });
    expect(new ObjectStorage(memory).record(counter).read()).toEqual({ count: 1 });
  });

  it('that was stored in another version or shape is refused', () => {
    const read = (value: unknown) => new ObjectStorage(stored(value)).record(counter).read();
    expect(() => read({ version: 2, value: { count: 1 } })).toThrow('"counter" is stored in version 2');
    expect(() => read({ version: 1, value: { count: 'one' } })).toThrow(z.ZodError);
    expect(() => read({ count: 1 })).toThrow(z.ZodError);
  });

  it('has one reader: a second could remember something else', () => {
    const storage = new ObjectStorage(new MemoryStorage());
    storage.record(counter);
    expect(() => storage.record(counter)).toThrow('"counter" is stored by somebody else');
  });

  it('is gone once it is deleted, or the storage is cleared, and can be written again', async () => {
    const memory = new MemoryStorage();
    const storage = new ObjectStorage(memory);
    const record = storage.record(counter);
    const removals = [async () => record.delete(), () => storage.clear()];
    for (const remove of removals) {
      record.write({ count: 2 });
      await remove();
      expect([record.read(), memory.values.size]).toEqual([null, 0]);
    }
  });
});
