import { gzipSync } from 'node:zlib';
import { waveFile } from '../support/wave-file.ts';
import { type Addresses, hostileText, hostileValue, nearly, valueOf } from './json-values.ts';
import type { Random } from './random.ts';

export interface FuzzBody {
  readonly contentType: string;
  readonly contentEncoding?: string;
  readonly bytes: Buffer;
}

/** How far a request is from what the document asks for. */
export type Kind = 'valid' | 'nearly' | 'hostile';

const WAVE = Buffer.from(waveFile({ channels: 2, dataBytes: 8000 }));
/** Longer than what the connection has room for. */
const LONG_WAVE = Buffer.from(waveFile({ channels: 2, dataBytes: 600_000 }));
const LONG_SHARE = 0.1;
const KILOBYTE = 1024;
/** The largest ones are rare: each costs as much as a thousand others. */
const SIZES: readonly (readonly [share: number, bytes: number])[] = [
  [0.003, 17 * KILOBYTE * KILOBYTE],
  [0.03, KILOBYTE * KILOBYTE],
  [0.2, 70 * KILOBYTE],
];
const OTHER_TYPES = [
  'text/plain',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'application/json; charset=utf-16',
  'multipart/form-data; boundary=',
  'multipart/mixed; boundary=x',
  'application/octet-stream',
  'application/x-ndjson',
  '',
  ';',
  'json',
  'APPLICATION/JSON',
  'application/json;charset=',
  'application/vnd.api+json',
  'audio/wav',
  'image/png',
  'a/b; c="',
];

/** A body for an operation that takes one of `bodies`. */
export function bodyFor(
  bodies: readonly (readonly [contentType: string, schema: unknown])[],
  kind: Kind,
  random: Random,
  addresses: Addresses,
): FuzzBody {
  const [contentType, schema] = random.pick(bodies);
  const body = madeAs(contentType, schema, kind, random, addresses);
  return kind === 'hostile' ? distorted(body, random) : body;
}

function madeAs(
  contentType: string,
  schema: unknown,
  kind: Kind,
  random: Random,
  addresses: Addresses,
): FuzzBody {
  const value = valueOf(schema, random, addresses);
  const wanted = kind === 'valid' ? value : nearly(value, random);
  if (contentType.startsWith('multipart/')) return multipart(wanted, kind, random);
  if (contentType === 'application/json')
    return { contentType, bytes: Buffer.from(JSON.stringify(wanted) ?? '') };
  if (contentType === 'application/x-ndjson') return { contentType, bytes: lines(kind, random) };
  return { contentType, bytes: random.bytes(random.between(0, 2000)) };
}

/** Items of a batch: transcripts, and what is none. */
function lines(kind: Kind, random: Random): Buffer {
  const item = () => {
    const transcript = { utterances: [{ speaker: 'agent', start: 0, end: 2, text: random.words(6) }] };
    return JSON.stringify(kind === 'valid' ? { transcript } : nearly({ transcript }, random)) ?? '';
  };
  const ending = random.pick(['\n', '\r\n', '\n\n']);
  return Buffer.from(Array.from({ length: random.between(1, 4) }, item).join(ending));
}

const PART_NAMES = [
  'file',
  'audio',
  'recording',
  'File',
  'file[]',
  'options',
  '',
  'data',
  '__proto__',
  'name"; x="y',
  'файл',
  'a'.repeat(300),
];
const FILE_NAMES = [
  'call.wav',
  'Звонок.wav',
  'Miller’s call.wav',
  'e\u0301.wav',
  '../../x.wav',
  '',
  'a'.repeat(3000),
  'a"b.wav',
  'x\\y',
  '通话.mp3',
  'a\0.wav',
];

/** The fields of the value as parts; binary ones as files. */
function multipart(value: unknown, kind: Kind, random: Random): FuzzBody {
  const boundary = random.happens(0.9)
    ? `----fuzz${random.below(1e9)}`
    : random.pick(['x', 'a b', "'()+_,-./:=?", 'x'.repeat(70), 'x'.repeat(200)]);
  const fields =
    typeof value === 'object' && value !== null
      ? Object.entries(value)
      : [['file', inOneLine(value)] as const];
  const isWrong = () => kind !== 'valid' && random.happens(0.15);
  const parts = fields.map(([name, one]) => {
    const partName = isWrong() ? random.pick(PART_NAMES) : name;
    const isFile = /file|audio|recording/.test(name) && typeof one !== 'object';
    if (isFile) {
      const fileName = kind === 'valid' ? 'call.wav' : random.pick(FILE_NAMES);
      return part(
        partName,
        isWrong() ? random.bytes(random.between(0, 300)) : random.happens(LONG_SHARE) ? LONG_WAVE : WAVE,
        isWrong() ? '' : `; filename="${fileName}"`,
      );
    }
    return part(partName, Buffer.from(typeof one === 'string' ? one : (JSON.stringify(one) ?? '')), '');
  });
  if (isWrong()) parts.push(...parts);
  const delimiter = Buffer.from(`--${boundary}\r\n`);
  const ending = isWrong()
    ? random.pick(['', `--${boundary}`, '\r\n', `--${boundary}x--`])
    : `--${boundary}--\r\n`;
  const stated = isWrong() ? random.pick([`${boundary}x`, '', `"${boundary}"`]) : boundary;
  return {
    contentType: `multipart/form-data; boundary=${stated}`,
    bytes: Buffer.concat([...parts.flatMap((one) => [delimiter, one]), Buffer.from(ending)]),
  };
}

function part(name: string, content: Buffer, disposition: string): Buffer {
  const head = `Content-Disposition: form-data; name="${name}"${disposition}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), content, Buffer.from('\r\n')]);
}

/** The bytes or what is said about them, changed. */
function distorted(body: FuzzBody, random: Random): FuzzBody {
  const { contentType, bytes } = body;
  switch (random.below(9)) {
    case 0:
      return { ...body, contentType: random.pick(OTHER_TYPES) };
    case 1:
      return { ...body, bytes: bytes.subarray(0, random.below(bytes.length + 1)) };
    case 2:
      return { ...body, bytes: withBytes(bytes, random) };
    case 3:
      return {
        contentType,
        contentEncoding: random.pick(['gzip', 'br', 'deflate', 'identity', 'x', 'gzip, gzip']),
        bytes,
      };
    case 4:
      return { contentType, contentEncoding: 'gzip', bytes: gzipSync(bytes) };
    case 5:
      return {
        contentType,
        bytes: Buffer.concat([
          random.pick([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from([0xff, 0xfe])]),
          bytes,
        ]),
      };
    case 6:
      return { contentType, bytes: Buffer.from(bytes.toString(), random.pick(['utf16le', 'latin1'])) };
    case 7:
      return { contentType, bytes: oversized(random) };
    default:
      return { contentType, bytes: Buffer.from(random.pick(RAW)(random)) };
  }
}

const RAW: readonly ((random: Random) => string)[] = [
  () => '',
  () => ' \n\t',
  () => '['.repeat(20_000),
  () => '{"a":'.repeat(5000),
  () => '{"a":1,"a":2}',
  () => '{"__proto__":{"x":1},"constructor":{"prototype":1}}',
  () => '1e99999',
  () => '"\\ud800"',
  () => '{"items":[{}],}',
  () => "{'a':1}",
  () => 'null',
  () => '[[[]]]',
  (random) => JSON.stringify(hostileValue(random)) ?? '',
  (random) => hostileText(random),
];

function withBytes(bytes: Buffer, random: Random): Buffer {
  const changed = Buffer.from(bytes);
  for (let count = random.between(1, 5); count > 0 && changed.length > 0; count -= 1)
    changed[random.below(changed.length)] = random.below(256);
  return changed;
}

function oversized(random: Random): Buffer {
  const roll = random.fraction();
  let sum = 0;
  const size = SIZES.find(([share]) => (sum += share) > roll)?.[1] ?? 5 * KILOBYTE;
  const text = random.pick(['a', '[', '<', '{"a":', '\n', '{"items":[{}]}\n', 'é']);
  return Buffer.from(text.repeat(Math.ceil(size / text.length)));
}

/** A value as it stands in a form or a query: a text as it is, anything else as JSON. */
export function inOneLine(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
