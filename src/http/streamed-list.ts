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
