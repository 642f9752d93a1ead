import type { FuzzRequest } from './requests.ts';

const MOST_TRIES = 60;

/** A command that sends the request again; its body by base64 where a shell could not hold it. */
export function asCurl(
  { seed, turn, method, path, headers, body, abortAt }: FuzzRequest,
  url: string,
): string {
  const parts = [`curl -g --path-as-is -i -X ${method} ${quoted(url + path)}`];
  for (const [name, value] of headers)
    if (name !== 'content-length')
      parts.push(`-H ${quoted(value === '' ? `${name};` : `${name}: ${value}`)}`);
  const encoded = body && body.length <= 3000 ? body.toString('base64') : null;
  if (encoded !== null) parts.push('--data-binary @-');
  const sent = encoded === null ? parts.join(' ') : `echo ${encoded} | base64 -d | ${parts.join(' ')}`;
  const more =
    body && encoded === null
      ? `, body of ${body.length} bytes beginning ${JSON.stringify(body.subarray(0, 60).toString())}`
      : '';
  const cut = abortAt === null ? '' : `, broken off after ${abortAt} bytes`;
  return `# seed ${seed}, turn ${turn}${more}${cut}\n${sent}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** The smallest request found that still fails: without headers, query, or pieces of its body that do not matter. */
export async function shrink(
  request: FuzzRequest,
  stillFails: (smaller: FuzzRequest) => Promise<boolean>,
): Promise<FuzzRequest> {
  let smallest = request;
  let tries = 0;
  for (let changed = true; changed && tries < MOST_TRIES;) {
    changed = false;
    for (const smaller of smallerOnes(smallest)) {
      tries += 1;
      if (tries > MOST_TRIES) break;
      if (!(await stillFails(smaller))) continue;
      smallest = smaller;
      changed = true;
      break;
    }
  }
  return smallest;
}

function* smallerOnes(request: FuzzRequest): Generator<FuzzRequest> {
  const { headers, path, body } = request;
  for (const [at, [name]] of headers.entries())
    if (name !== 'content-length') yield { ...request, headers: headers.toSpliced(at, 1) };
  const [pathname = '', query] = path.split('?');
  if (query !== undefined) {
    const pairs = query.split('&');
    for (const at of pairs.keys())
      yield {
        ...request,
        path: [pathname, pairs.toSpliced(at, 1).join('&')].filter((part) => part !== '').join('?'),
      };
  }
  if (body) for (const smaller of smallerBodies(body)) yield withBody(request, smaller);
}

function withBody(request: FuzzRequest, body: Buffer): FuzzRequest {
  const headers = request.headers.map(
    ([name, value]) => [name, name === 'content-length' ? `${body.length}` : value] as const,
  );
  return { ...request, headers, body };
}

function* smallerBodies(body: Buffer): Generator<Buffer> {
  const value = parsed(body);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const name of Object.keys(value))
      yield Buffer.from(
        JSON.stringify(Object.fromEntries(Object.entries(value).filter(([key]) => key !== name))),
      );
    return;
  }
  if (body.length > 1) {
    yield body.subarray(0, Math.floor(body.length / 2));
    yield body.subarray(Math.floor(body.length / 2));
  }
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return null;
  }
}
