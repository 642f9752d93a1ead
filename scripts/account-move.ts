import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { accountShard } from '../src/db/shards.ts';
import { moveAccount } from '../src/db/move-account.ts';
import { OPEN_OPTIONS, openDatabases } from './databases/open.ts';

// Moves an account to another database: `npm run account:move -- --account acc_… --to DB_1 [--config FILE] [--remote]`.

/** A request or alarm that looked the account up before is over by then. */
const SETTLE_MS = 35_000;

const { values } = parseArgs({
  options: {
    account: { type: 'string' },
    to: { type: 'string' },
    ...OPEN_OPTIONS,
  },
});
const { account: accountId, to: toName, ...where } = values;
if (accountId === undefined || toName === undefined) throw new Error('needs --account and --to');

const databases = await openDatabases(where);
try {
  const directory = databases.named('DB');
  const fromName = await accountShard(directory, accountId);
  if (fromName === toName) throw new Error(`account ${accountId} is on "${toName}" already`);
  const [from, to] = [databases.named(fromName), databases.named(toName)];
  const settle = () => setTimeout(SETTLE_MS);
  const { analyses } = await moveAccount({ accountId, directory, from, to, toName, settle });
  console.log(`Moved ${analyses} analyses of ${accountId} from ${fromName} to ${toName}.`);
} finally {
  await databases.close();
}
