import { bodyFor, type FuzzBody, inOneLine, type Kind } from './bodies.ts';
import { type Addresses, hostileText, nearly, valueOf } from './json-values.ts';
import type { Operation, Parameter } from './operations.ts';
import { Random } from './random.ts';
import type { Things } from './things.ts';

/** A request as it goes over the wire. */
export interface FuzzRequest {
  readonly seed: number;
  readonly turn: number;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer | null;
  /** After so many bytes of it the connection breaks; `null`: it is sent whole. */
  readonly abortAt: number | null;
}

const ABORTED_SHARE = 0.1;
const KINDS: readonly Kind[] = ['valid', 'valid', 'nearly', 'nearly', 'nearly', 'hostile', 'hostile'];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
/** Operations whose accepted requests cost a whole analysis each. */
const COSTLY =
  /^\/(v1\/(analyses|batches)|api\/v1\/(analysis\/|public\/recordings)|v1\/sessions\/\{session_id\}\/analysis)$/;
const COSTLY_SKIPPED = 0.5;
const WITH_BODY_SHARE = 0.35;

/** The request of this turn; the same for the same seed, operations and things. */
export function makeRequest(
  operations: readonly Operation[],
  things: Things,
  seed: number,
  turn: number,
): FuzzRequest {
  const random = new Random(seed, turn);
  const kind = random.pick(KINDS);
  const operation = chooseOperation(operations, random);
  const addresses: Addresses = { urls: things.urls };
  const method = random.happens(0.02) ? random.pick(METHODS) : operation.method;
  const path = `${pathFor(operation, things, kind, random)}${queryFor(operation, things, kind, random, addresses)}`;
  const takesBody = operation.bodies.length > 0 ? random.happens(0.97) : random.happens(0.05);
  const bodies = operation.bodies.length > 0 ? operation.bodies : ([['application/json', {}]] as const);
  const body =
    takesBody && !['GET', 'HEAD'].includes(method) ? bodyFor(bodies, kind, random, addresses) : null;
  const request = {
    seed,
    turn,
    method,
    path,
    headers: headersFor(method, kind, body, things, random),
    body: body?.bytes ?? null,
  };
  const bytes = wireHead(request).length + (body?.bytes.length ?? 0);
  return { ...request, abortAt: random.happens(ABORTED_SHARE) ? random.below(bytes) : null };
}

function chooseOperation(operations: readonly Operation[], random: Random): Operation {
  const withBody = operations.filter(({ bodies }) => bodies.length > 0);
  const operation = random.pick(random.happens(WITH_BODY_SHARE) ? withBody : operations);
  const isCostly = operation.method === 'POST' && COSTLY.test(operation.path);
  return isCostly && random.happens(COSTLY_SKIPPED) ? random.pick(operations) : operation;
}

/** The first line and the headers of a request. */
export function wireHead({
  method,
  path,
  headers,
}: Pick<FuzzRequest, 'method' | 'path' | 'headers'>): Buffer {
  const lines = [
    `${method} ${path} HTTP/1.1`,
    'host: fuzz.test',
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}

function pathFor({ path }: Operation, things: Things, kind: Kind, random: Random): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_braces, name: string) => {
    if (random.happens(kind === 'hostile' ? 0.4 : 0.9))
      return encodeURIComponent(things.pick(name, path, random));
    const other = random.happens(0.3) ? nearly(things.pick(name, path, random), random) : hostileText(random);
    return encoded(inOneLine(other), random);
  });
  if (kind !== 'hostile' || random.happens(0.9)) return filled;
  return random.pick([
    `${filled}/`,
    `/${filled}`,
    filled.replace('/v1', '/V1'),
    `${filled}/..`,
    `${filled};a=b`,
    filled.slice(0, -1),
    `${filled}%2f`,
  ]);
}

/** As a path or a query may have it: percent-encoded, or with bytes beyond ASCII as they are. */
function encoded(text: string, random: Random): string {
  const wellFormed = text.toWellFormed().slice(0, 3000);
  if (random.happens(0.85)) return encodeURIComponent(wellFormed);
  return Buffer.from(wellFormed)
    .toString('latin1')
    .replaceAll(/[^\u0021-\u00ff]|[?#]/g, '%25');
}

function queryFor(
  { parameters, path }: Operation,
  things: Things,
  kind: Kind,
  random: Random,
  addresses: Addresses,
): string {
  const declared = parameters.filter((one) => one.in === 'query');
  const chosen = declared.filter(
    ({ name, required }) => name !== 'wait' && (required || random.happens(0.4)),
  );
  const pairs = chosen.flatMap((one) => pairsOf(one, { things, kind, random, addresses, path }));
  if (kind !== 'valid' && random.happens(0.1))
    pairs.push(`${encoded(hostileText(random), random)}=${encoded(hostileText(random), random)}`);
  if (kind === 'hostile' && random.happens(0.1))
    pairs.push(random.pick(['%', '&&', '=', 'a[]=1', 'a[b][c]=1', '%ff=%fe', 'limit', 'cursor=%00']));
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}

interface Surroundings {
  readonly things: Things;
  readonly kind: Kind;
  readonly random: Random;
  readonly addresses: Addresses;
  readonly path: string;
}

function pairsOf(
  { name, schema }: Parameter,
  { things, kind, random, addresses, path }: Surroundings,
): string[] {
  const pair = (key: string, value: unknown) => `${key}=${encoded(inOneLine(value), random)}`;
  if (name === 'cursor' && random.happens(0.7)) return [pair(name, things.pick(name, path, random))];
  const value = valueOf(schema, random, addresses);
  if (kind === 'valid' || random.happens(0.5)) {
    if (typeof value === 'object' && value !== null)
      return Object.entries(value).map(([key, one]) => pair(`${name}[${encodeURIComponent(key)}]`, one));
    return [pair(name, value)];
  }
  const wrong = pair(name, nearly(value, random));
  return random.happens(0.1) ? [wrong, wrong] : [wrong];
}

function headersFor(
  method: string,
  kind: Kind,
  body: FuzzBody | null,
  things: Things,
  random: Random,
): (readonly [string, string])[] {
  const headers: (readonly [string, string])[] = [...credential(kind, things, random)];
  if (body) headers.push(...bodyHeaders(body, kind, random));
  else if (!['GET', 'HEAD'].includes(method)) headers.push(['content-length', '0']);
  if (method !== 'GET' && random.happens(0.25))
    headers.push(['idempotency-key', idempotencyKey(kind, random)]);
  if (method === 'GET' && random.happens(0.2)) headers.push(conditional(kind, random));
  if (kind === 'hostile' && random.happens(0.3)) headers.push(oddHeader(random));
  return headers;
}

function bodyHeaders(
  { contentType, contentEncoding, bytes }: FuzzBody,
  kind: Kind,
  random: Random,
): (readonly [string, string])[] {
  const headers: (readonly [string, string])[] = [];
  if (kind !== 'hostile' || random.happens(0.95)) headers.push(['content-type', headerValue(contentType)]);
  if (contentEncoding !== undefined) headers.push(['content-encoding', contentEncoding]);
  headers.push(['content-length', `${bytes.length}`]);
  return headers;
}

function credential(kind: Kind, { keys }: Things, random: Random): (readonly [string, string])[] {
  const name = random.happens(0.5) ? 'x-api-key' : 'authorization';
  const form = (key: string) => [name, name === 'authorization' ? `Bearer ${key}` : key] as const;
  if (random.happens(kind === 'valid' ? 0.98 : 0.9)) return [form(keys.admin)];
  const other = random.below(8);
  if (other < 3) return [form(random.pick(keys.weak))];
  if (other === 3) return [];
  if (other === 4) return [form(keys.admin), ['x-api-key', 'sk_test_other']];
  if (other === 5)
    return [
      [
        'authorization',
        random.pick([
          'Basic YTpi',
          'Bearer',
          'bearer  ',
          'Bearer eyJhbGciOiJub25lIn0..',
          'Bearer eyJhbGciOiJIUzI1NiJ9.e30.x',
          'Token x',
        ]),
      ],
    ];
  return [
    form(
      headerValue(
        random.happens(0.5) ? hostileText(random) : `sk_${random.pick(['test', 'live'])}_${random.words(1)}`,
      ),
    ),
  ];
}

/** Few keys, so that they are used again: for the same request and for others. */
function idempotencyKey(kind: Kind, random: Random): string {
  if (kind === 'valid') return `fuzz-${random.below(1e6)}`;
  return random.happens(0.7) ? `again-${random.below(40)}` : headerValue(hostileText(random));
}

function conditional(kind: Kind, random: Random): readonly [string, string] {
  const value = kind === 'hostile' ? headerValue(hostileText(random)) : null;
  if (random.happens(0.5))
    return [
      'range',
      value ??
        random.pick([
          'bytes=0-99',
          'bytes=-5',
          'bytes=100-',
          'bytes=99999999-',
          'bytes=5-1',
          'bytes=0-1,4-5',
          'x=1-2',
        ]),
    ];
  return ['if-none-match', value ?? random.pick(['*', '"x"', 'W/"x"', '"a", "b"', ','])];
}

const ODD_HEADERS = [
  'accept',
  'accept-encoding',
  'accept-language',
  'origin',
  'x-forwarded-for',
  'cf-connecting-ip',
  'x-forwarded-proto',
  'if-modified-since',
  'last-event-id',
  'cookie',
  'content-language',
  'traceparent',
  'x-request-id',
  'te',
  'referer',
];

function oddHeader(random: Random): readonly [string, string] {
  return [
    random.pick(ODD_HEADERS),
    headerValue(random.happens(0.05) ? 'x'.repeat(6000) : hostileText(random)),
  ];
}

/** As much of a text as a header may hold. */
function headerValue(text: string): string {
  return Buffer.from(text.toWellFormed())
    .toString('latin1')
    .replaceAll(/[^\t\u0020-\u007e\u0080-\u00ff]/g, '?')
    .trim()
    .slice(0, 7000);
}
