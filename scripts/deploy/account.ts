import { z } from 'zod';
import { DeployError } from './deploy-error.ts';
import { failure, parseJson, type Wrangler } from './wrangler.ts';

const Whoami = z.object({
  loggedIn: z.boolean(),
  accounts: z.array(z.object({ id: z.string(), name: z.string() })),
});

/** The name of the account that wrangler will deploy to. Throws `DeployError` where nobody is logged in or several are possible. */
export async function accountName(wrangler: Wrangler, chosenId: string | undefined): Promise<string> {
  const { ok, stdout, output } = await wrangler.ask(['whoami', '--json']);
  if (!ok) throw failure('Finding out who is logged in', output);
  const parsed = Whoami.safeParse(parseJson(stdout));
  if (!parsed.success) throw failure('Finding out who is logged in', output);
  const { accounts } = parsed.data;
  const [only] = accounts;
  if (chosenId !== undefined) return accounts.find(({ id }) => id === chosenId)?.name ?? chosenId;
  if (only && accounts.length === 1) return only.name;
  throw new DeployError(
    [
      accounts.length === 0
        ? 'The login has no account that can be deployed to. Set CLOUDFLARE_ACCOUNT_ID to the account and run the command again.'
        : 'The login has several accounts. Set CLOUDFLARE_ACCOUNT_ID to one of these and run the command again:',
      ...accounts.map(({ id, name }) => `  ${id}  ${name}`),
    ].join('\n'),
  );
}
