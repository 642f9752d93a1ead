import { z } from 'zod';

/** The part of `DurableObjectStorage` that objects use. Writes made without waiting in between take effect together. */
export interface DurableStorage {
  readonly kv: {
    get(key: string): unknown;
    put(key: string, value: unknown): void;
    /** In the order of their keys. */
    list(options: { prefix: string }): Iterable<[string, unknown]>;
    delete(key: string): unknown;
  };
  getAlarm(): Promise<number | null>;
  setAlarm(atMs: number): Promise<void>;
  deleteAlarm(): Promise<void>;
  /** Removes everything, and the alarm. */
  deleteAll(): Promise<void>;
}

/** What is stored under a key. The version goes up with every change that values stored before do not fit. */
interface RecordType<Value> {
  readonly key: string;
  readonly version: number;
  readonly schema: z.ZodType<Value>;
}

/** The storage of one Durable Object: a record under each key, and one alarm (see `Timers`). */
export class ObjectStorage {
  readonly #storage: DurableStorage;
  readonly #records = new Map<string, { forget(): void }>();

  constructor(storage: DurableStorage) {
    this.#storage = storage;
  }

  /** Throws where the key was opened before: a record has one reader, which remembers what it read. */
  record<Value>(type: RecordType<Value>): StoredRecord<Value> {
    if (this.#records.has(type.key)) throw new Error(`"${type.key}" is stored by somebody else`);
    const record = new StoredRecord(this.#storage, type);
    this.#records.set(type.key, record);
    return record;
  }

  /**
   * Records of one kind, each under a key of its own that begins with `type.key`. One that cannot be read is left where it is,
   * and hinders no other: `onUnreadable` hears of it once.
   */
  records<Value>(type: RecordType<Value>, onUnreadable: (error: unknown) => void): StoredRecords<Value> {
    if (this.#records.has(type.key)) throw new Error(`"${type.key}" is stored by somebody else`);
    const records = new StoredRecords(this.#storage, type, onUnreadable);
    this.#records.set(type.key, records);
    return records;
  }

  /** Removes everything, and the alarm. */
  async clear(): Promise<void> {
    const cleared = this.#storage.deleteAll();
    for (const record of this.#records.values()) record.forget();
    await cleared;
  }

  /** Milliseconds since 1970-01-01 UTC; `null`: none is set. */
  getAlarm(): Promise<number | null> {
    return this.#storage.getAlarm();
  }

  setAlarm(atMs: number): Promise<void> {
    return this.#storage.setAlarm(atMs);
  }

  deleteAlarm(): Promise<void> {
    return this.#storage.deleteAlarm();
  }
}

/** A value as it is stored. */
const Envelope = z.strictObject({ version: z.int(), value: z.unknown() });

/** One stored value. It is read and parsed once: nobody but its object writes it. */
export class StoredRecord<Value> {
  readonly #storage: DurableStorage;
  readonly #type: RecordType<Value>;
  /** `undefined` until it is read. */
  #known: Value | null | undefined;

  constructor(storage: DurableStorage, type: RecordType<Value>) {
    this.#storage = storage;
    this.#type = type;
  }

  /** `null` where nothing is stored. Throws where a value of another version or shape is. */
  read(): Value | null {
    if (this.#known === undefined) this.#known = this.#parse(this.#storage.kv.get(this.#type.key));
    return this.#known;
  }

  write(value: Value): void {
    const { key, version } = this.#type;
    this.#storage.kv.put(key, { version, value });
    this.#known = value;
  }

  delete(): void {
    this.#storage.kv.delete(this.#type.key);
    this.#known = null;
  }

  /** The next reader reads what is stored then. */
  forget(): void {
    this.#known = undefined;
  }

  #parse(stored: unknown): Value | null {
    return stored === undefined ? null : parseStored(this.#type, stored);
  }
}

/** Stored values of one kind by their ids. They are read and parsed once. */
export class StoredRecords<Value> {
  readonly #storage: DurableStorage;
  readonly #type: RecordType<Value>;
  readonly #onUnreadable: (error: unknown) => void;
  #known: Map<string, Value> | undefined;

  constructor(storage: DurableStorage, type: RecordType<Value>, onUnreadable: (error: unknown) => void) {
    this.#storage = storage;
    this.#type = type;
    this.#onUnreadable = onUnreadable;
  }

  /** In the order of their ids as they were stored; those written since come last. */
  all(): ReadonlyMap<string, Value> {
    return (this.#known ??= this.#read());
  }

  write(id: string, value: Value): void {
    const { key, version } = this.#type;
    const known = (this.#known ??= this.#read());
    this.#storage.kv.put(`${key}${id}`, { version, value });
    known.set(id, value);
  }

  delete(id: string): void {
    this.#storage.kv.delete(`${this.#type.key}${id}`);
    this.#known?.delete(id);
  }

  /** Removes all of them, those that cannot be read too. */
  clear(): void {
    const keys = Array.from(this.#storage.kv.list({ prefix: this.#type.key }), ([key]) => key);
    for (const key of keys) this.#storage.kv.delete(key);
    this.#known = new Map();
  }

  forget(): void {
    this.#known = undefined;
  }

  #read(): Map<string, Value> {
    const known = new Map<string, Value>();
    for (const [key, stored] of this.#storage.kv.list({ prefix: this.#type.key })) {
      try {
        known.set(key.slice(this.#type.key.length), parseStored(this.#type, stored));
      } catch (error) {
        this.#onUnreadable(error);
      }
    }
    return known;
  }
}

function parseStored<Value>({ key, version, schema }: RecordType<Value>, stored: unknown): Value {
  const { version: storedVersion, value } = Envelope.parse(stored);
  if (storedVersion !== version) throw new Error(`"${key}" is stored in version ${storedVersion}`);
  return schema.parse(value);
}

/** The part of an object's database that is used. */
export interface ObjectSql {
  exec(
    query: string,
    ...bindings: (string | number | null)[]
  ): { toArray(): Readonly<Record<string, unknown>>[] };
}

/** The rows that a query answers with, parsed. */
export function readRows<Schema extends z.ZodType>(
  sql: ObjectSql,
  schema: Schema,
  query: string,
  ...bindings: (string | number | null)[]
): z.output<Schema>[] {
  return sql
    .exec(query, ...bindings)
    .toArray()
    .map((row) => schema.parse(row));
}
