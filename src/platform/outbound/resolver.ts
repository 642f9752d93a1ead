import { z } from 'zod';

/** The addresses that a name has at the moment, IPv4 and IPv6; none where it has none. Throws where that cannot be found out. */
export type ResolveName = (name: string, signal: AbortSignal) => Promise<readonly string[]>;

const ADDRESS_TYPES = { A: 1, AAAA: 28 } as const;
const NO_SUCH_NAME = 3;

const Answer = z.object({
  Status: z.int(),
  Answer: z.array(z.object({ type: z.int(), data: z.string() })).default([]),
});

/** Asks a DNS-over-HTTPS server. Source: RFC 8484 for the idea, the server's `application/dns-json` for the form. */
export function createResolver(fetcher: typeof fetch, serverUrl: string): ResolveName {
  async function look(
    name: string,
    type: keyof typeof ADDRESS_TYPES,
    signal: AbortSignal,
  ): Promise<string[]> {
    const url = new URL(serverUrl);
    url.searchParams.set('name', name);
    url.searchParams.set('type', type);
    const response = await fetcher(url, { headers: { accept: 'application/dns-json' }, signal });
    if (!response.ok) throw new Error(`the DNS server answered ${response.status}`);
    const { Status: status, Answer: answers } = Answer.parse(await response.json());
    if (status === NO_SUCH_NAME) return [];
    if (status !== 0) throw new Error(`the DNS server answered with code ${status}`);
    return answers.filter((answer) => answer.type === ADDRESS_TYPES[type]).map(({ data }) => data);
  }

  return async (name, signal) => {
    const found = await Promise.all([look(name, 'A', signal), look(name, 'AAAA', signal)]);
    return found.flat();
  };
}
