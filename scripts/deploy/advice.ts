const TOKEN_PERMISSIONS =
  'Workers Scripts, D1, Workers R2 Storage, Queues and Workers AI (Edit), Account Settings (Read), and for --domain Workers Routes and DNS (Edit)';

/** What to do about what wrangler says, by a part of it; the first that is found counts. Codes are those of its own API. */
const ADVICE: readonly (readonly [RegExp, string])[] = [
  [
    /"loggedIn":\s*false|CLOUDFLARE_API_TOKEN environment variable|not authenticated/i,
    `Log in with "npx wrangler login", or set CLOUDFLARE_API_TOKEN to a token that may edit: ${TOKEN_PERMISSIONS}.`,
  ],
  [
    /\[code: (10000|10001|9109)\]|Authentication error|Unauthorized/i,
    `The login may not do this. Log in again with "npx wrangler login", or give the token the permissions: ${TOKEN_PERMISSIONS}.`,
  ],
  [
    /\[code: 10042\]|enable R2/i,
    'R2 is not switched on in this account: open R2 in the Cloudflare dashboard once, accept its terms, and run the command again.',
  ],
  [
    /\[code: 7406\]|maximum number of databases/i,
    'The account has as many D1 databases as its plan allows: remove one, or change the plan.',
  ],
  [
    /\[code: 10097\]|\[code: 10072\]|Workers Paid|paid plan/i,
    'This needs the Workers Paid plan: choose it in the dashboard under Workers, Plans.',
  ],
  [
    /workers\.dev subdomain|workers\/onboarding|\[code: 10063\]/i,
    'The account has no workers.dev name yet: open Workers in the dashboard once and choose one, or deploy to a host name of your own with --domain.',
  ],
  [
    /could not find zone|\[code: 10049\]|zone/i,
    'The host name of --domain must lie in a zone of this account, and have no DNS record yet.',
  ],
  [
    /\[code: 10027\]|exceeded the size limit/i,
    'The Worker is larger than the plan allows: "npm run bundle:size" shows what it is made of.',
  ],
  [
    /fetch failed|ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN/i,
    'Cloudflare could not be reached: look at the network connection and run the command again.',
  ],
];

const DEFAULT_ADVICE =
  'Put right what it says and run the command again: what was made is kept and not made twice.';

/** One sentence of what to do about a failed wrangler command, from what it printed. */
export function adviceFor(output: string): string {
  return ADVICE.find(([pattern]) => pattern.test(output))?.[1] ?? DEFAULT_ADVICE;
}
