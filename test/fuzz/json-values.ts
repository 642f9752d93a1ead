import { z } from 'zod';
import type { Random } from './random.ts';

/** As much of JSON Schema as the document uses. */
const Schema = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  anyOf: z.array(z.unknown()).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).default([]),
  items: z.unknown().optional(),
  additionalProperties: z.unknown().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  minLength: z.int().default(0),
  maxLength: z.int().optional(),
  minItems: z.int().default(0),
  maxItems: z.int().optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
});
type Schema = z.infer<typeof Schema>;

const OPTIONAL_TAKEN = 0.35;
const MOST_ITEMS = 3;

/** Addresses that a valid request names; nothing but this machine is reached. */
export interface Addresses {
  readonly urls: readonly string[];
}

/** A value that fits the schema as well as the document tells. */
export function valueOf(schema: unknown, random: Random, addresses: Addresses): unknown {
  const known = Schema.parse(schema ?? {});
  if (known.const !== undefined) return known.const;
  if (known.enum) return random.pick(known.enum);
  if (known.anyOf) return valueOf(random.pick(known.anyOf), random, addresses);
  const type = typeof known.type === 'object' ? random.pick(known.type) : known.type;
  switch (type) {
    case 'object':
      return objectOf(known, random, addresses);
    case 'array': {
      const count = random.between(
        known.minItems,
        Math.max(known.minItems, Math.min(known.maxItems ?? MOST_ITEMS, MOST_ITEMS)),
      );
      return Array.from({ length: count }, () => valueOf(known.items, random, addresses));
    }
    case 'string':
      return textOf(known, random, addresses);
    case 'integer':
      return random.between(
        lowest(known),
        Math.max(lowest(known), Math.min(known.maximum ?? 1000, lowest(known) + 1000)),
      );
    case 'number':
      return lowest(known) + random.fraction() * Math.min((known.maximum ?? 1000) - lowest(known), 1000);
    case 'boolean':
      return random.happens(0.5);
    case 'null':
      return null;
    default:
      return random.pick([random.words(2), random.below(100), true, null, { team: 'north' }, [1, 2]]);
  }
}

function lowest({ minimum, exclusiveMinimum }: Schema): number {
  return minimum ?? (exclusiveMinimum === undefined ? 0 : exclusiveMinimum + 1);
}

function objectOf(schema: Schema, random: Random, addresses: Addresses): Record<string, unknown> {
  const { properties = {}, required, additionalProperties } = schema;
  const taken = Object.entries(properties).filter(
    ([name]) => required.includes(name) || random.happens(OPTIONAL_TAKEN),
  );
  const entries = taken.map(([name, one]) => [name, valueOf(one, random, addresses)] as const);
  const isOpen = additionalProperties !== undefined && additionalProperties !== false;
  if (isOpen && random.happens(0.5))
    entries.push([random.words(1), valueOf(additionalProperties, random, addresses)]);
  return Object.fromEntries(entries);
}

function textOf(
  { format, pattern, minLength, maxLength = 200 }: Schema,
  random: Random,
  { urls }: Addresses,
): string {
  if (format === 'uri') return random.pick(urls);
  if (format === 'uuid') return random.uuid();
  if (format === 'date') return `2026-0${random.between(1, 9)}-1${random.below(10)}`;
  if (format === 'date-time')
    return `2026-0${random.between(1, 9)}-1${random.below(10)}T10:00:0${random.below(10)}Z`;
  if (pattern?.includes('auto')) return random.pick(['auto', 'en', 'en-GB']);
  if (pattern?.includes('0-9a-fA-F')) return random.bytes(32).toString('hex');
  if (pattern?.includes('(0[1-9]|1[0-2])')) return `2026-0${random.between(1, 9)}`;
  if (pattern?.includes('{1,5}')) return `${random.between(1, 99_999)}`;
  const text = random.words(random.between(1, 8)).slice(0, maxLength);
  return text.length < minLength ? text.padEnd(minLength, 'x') : text;
}

const DEEP = 3000;

/** Texts that have been read wrongly somewhere before. */
const HOSTILE_TEXTS: readonly string[] = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  'x\udfff',
  '\ufeff',
  '\u202Eevil',
  '👩‍👩‍👧‍👦'.repeat(20),
  'e\u0301'.repeat(100),
  'Звонок',
  'مرحبا',
  '𝕏'.repeat(300),
  "'; drop table analyses; --",
  '%00',
  '%',
  '%zz',
  '../../etc/passwd',
  '..',
  '.',
  '/',
  '<script>alert(1)</script>',
  '\r\nx-injected: 1',
  '${7*7}',
  '{{7*7}}',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'undefined',
  'NaN',
  'Infinity',
  '-Infinity',
  'true',
  '[]',
  '{}',
  '0',
  '-0',
  '-1',
  '1e999',
  '1e-999',
  '0x10',
  '1_000',
  '9007199254740993',
  '99999999999999999999999',
  '2026-02-30',
  '0000-00-00',
  '2026-13-01T00:00:00Z',
  '9999-12-31T23:59:60Z',
  '275760-09-13T00:00:00.001Z',
  '+010000-01-01T00:00:00Z',
  '-000001-01-01T00:00:00Z',
  '2026-01-01T00:00:00+99:99',
  'http://localhost:1',
  'http://127.0.0.1:1/x',
  'https://[::1]/',
  'http://169.254.169.254/latest',
  'file:///etc/passwd',
  'data:text/plain,x',
  'javascript:alert(1)',
  'https://user:pw@example.com/',
  'https://',
  'http://[',
  'https://exa mple.com',
  'https://xn--/',
  'mock://no-such',
  'mock://',
  'ftp://x/',
  'https://example.com:99999/',
  '//example.com',
  'zz',
  'en-',
  'EN_us',
  'sess_',
  'upl_',
  'ana_00000000000000000000000000',
  '00000000-0000-0000-0000-000000000000',
  'req_x',
  '*',
  '?',
  '#',
  '\\',
  '"',
  'a'.repeat(257),
  'a'.repeat(2049),
  '<'.repeat(5000),
  'Ab '.repeat(2000),
  'agent: hi\n'.repeat(300),
  'WEBVTT\n\n',
  '1\n00:00:00,000 --> 00:00:01,000\nhello\n',
  '00:99:99,999 --> 99:99:99,999',
];

const HOSTILE_OTHERS: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  -0,
  0.1,
  1e21,
  -1e308,
  5e-324,
  2 ** 31,
  2 ** 53,
  2 ** 63,
  [],
  {},
  [[]],
  [null],
  { a: {} },
  { __proto__x: 1 },
  { length: 1e9 },
  { toJSON: 'x' },
  { '': '' },
  { '\0': 1 },
  { $ref: '#' },
];

export function hostileText(random: Random): string {
  return random.happens(0.05)
    ? random.bytes(random.between(1, 60)).toString('latin1')
    : random.pick(HOSTILE_TEXTS);
}

export function hostileValue(random: Random): unknown {
  if (random.happens(0.01)) return deepValue(random.pick([5, 33, 100, DEEP]));
  if (random.happens(0.02))
    return Array.from({ length: random.pick([101, 1001, 20_001]) }, () => random.pick([0, 'x', null]));
  if (random.happens(0.02))
    return Object.fromEntries(Array.from({ length: random.pick([101, 2000]) }, (_, at) => [`k${at}`, at]));
  return random.happens(0.6) ? hostileText(random) : random.pick(HOSTILE_OTHERS);
}

function deepValue(depth: number): unknown {
  let value: unknown = 1;
  for (let at = 0; at < depth; at += 1) value = at % 2 ? [value] : { a: value };
  return value;
}

/** The value with one thing in it wrong: missing, unknown, doubled, or something else than it should be. */
export function nearly(value: unknown, random: Random): unknown {
  if (Array.isArray(value) && value.length > 0 && random.happens(0.7)) {
    const at = random.below(value.length);
    if (random.happens(0.1)) return [...value, ...value];
    return value.with(at, nearly(value[at], random));
  }
  if (isObject(value) && random.happens(0.9)) return nearlyObject(value, random);
  if (typeof value === 'number' && random.happens(0.5))
    return random.pick([-value, value + 0.5, value * 1e6, `${value}`, value - 1e9]);
  if (typeof value === 'string' && random.happens(0.3))
    return random.pick([`${value}\0`, value.repeat(60), ` ${value} `, value.toUpperCase(), value.slice(1)]);
  return hostileValue(random);
}

function nearlyObject(value: Record<string, unknown>, random: Random): unknown {
  const names = Object.keys(value);
  const name = names.length > 0 ? random.pick(names) : '';
  const kind = names.length > 0 ? random.below(10) : 0;
  if (kind === 0) return { ...value, [random.pick(['extra', hostileText(random)])]: hostileValue(random) };
  if (kind === 1) return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
  if (kind === 2)
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key === name ? key.toUpperCase() : key, one]),
    );
  if (kind === 3) return { ...value, [name]: hostileValue(random) };
  return { ...value, [name]: nearly(value[name], random) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
