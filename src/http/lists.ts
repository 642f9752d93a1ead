import { z } from '@hono/zod-openapi';

/** The query of a list that is read page by page. `noun` is what it lists, in the plural. */
export function pageQuery(noun: string) {
  return z.object({
    limit: z.coerce
      .number()
      .int()
      .min(1)
      .max(100)
      .default(20)
      .meta({ description: `${noun} per page` }),
    cursor: z.string().max(400).optional().meta({ description: '`next_cursor` of the page before' }),
  });
}

/** The schema of a page. */
export function pageWire<Row extends z.ZodType>(row: Row) {
  return z.strictObject({
    object: z.literal('list'),
    data: z.array(row),
    has_more: z.boolean(),
    next_cursor: z.string().nullable(),
  });
}

/** The body of a page. A row that cannot be shown as its schema says is left out and hides no other. */
export function toPage<Row, Wire extends z.ZodType>(
  { rows, nextCursor }: { readonly rows: readonly Row[]; readonly nextCursor: string | null },
  wire: Wire,
  render: (row: Row) => z.input<Wire>,
) {
  const data = showable(rows, wire, render);
  return { object: 'list' as const, data, has_more: nextCursor !== null, next_cursor: nextCursor };
}

/** The rows that can be shown as their schema says. */
export function showable<Row, Wire extends z.ZodType>(
  rows: readonly Row[],
  wire: Wire,
  render: (row: Row) => z.input<Wire>,
): z.input<Wire>[] {
  return rows.flatMap((row) => {
    try {
      const shown = render(row);
      wire.parse(shown);
      return [shown];
    } catch {
      return [];
    }
  });
}

/**
 * A JSON object whose member `data` is streamed, after the members of `head` and before those of `tail`. The list may be
 * larger than memory. A failure while it is read cuts the response off, so that nobody takes it for complete.
 */
export function streamList(
  items: AsyncIterable<unknown>,
  head: object,
  tail: object,
): ReadableStream<Uint8Array> {
  const pieces = encode(items, head, tail);
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}

async function* encode(
  items: AsyncIterable<unknown>,
  head: object,
  tail: object,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode(`{${members(head)}"data":[`);
  let separator = '';
  for await (const item of items) {
    yield encoder.encode(separator + JSON.stringify(item));
    separator = ',';
  }
  yield encoder.encode(`],${members(tail)}`.replace(/,$/, '}'));
}

function members(value: object): string {
  return Object.entries(value)
    .map(([name, member]) => `${JSON.stringify(name)}:${JSON.stringify(member)},`)
    .join('');
}
