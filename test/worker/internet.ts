import { vi } from 'vitest';

export interface Sent {
  readonly url: string;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Stands in for the internet: everything that is sent there, answered by `answer`. */
export function internet(
  answer: (url: string) => Response = () => new Response(null, { status: 204 }),
): Sent[] {
  const sent: Sent[] = [];
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const request = new Request(input, init);
    const { url, headers } = request;
    if (url.includes('dns-query'))
      return Response.json({ Status: 0, Answer: [{ type: 1, data: '93.184.215.14' }] });
    sent.push({ url, headers, body: JSON.parse(await request.text()) });
    return answer(url);
  });
  return sent;
}
