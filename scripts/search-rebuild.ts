import { parseArgs } from 'node:util';
import { accountShard } from '../src/db/shards.ts';
import { rebuildSearch } from '../src/db/search-index.ts';
import { openTenant } from '../src/db/tenant.ts';
import { OPEN_OPTIONS, openDatabases } from './databases/open.ts';

// Makes the search index of an account anew: `npm run search:rebuild -- --account acc_… [--config FILE] [--remote]`.

const { values } = parseArgs({
  options: { account: { type: 'string' }, ...OPEN_OPTIONS },
});
const { account: accountId, ...where } = values;
if (accountId === undefined) throw new Error('needs --account');

const databases = await openDatabases(where);
try {
  const directory = databases.named('DB');
  const db = databases.named(await accountShard(directory, accountId));
  const shards = {
    databases: new Map([['DB', db]]),
    locate: async () => db,
    locateForWriting: async () => db,
  };
  const opened = { directory, search: databases.named('SEARCH'), shards };
  for (const livemode of [false, true]) {
    const { names } = await rebuildSearch(openTenant(opened, { accountId, livemode }));
    console.log(`${livemode ? 'live' : 'test'} mode: ${names} names`);
  }
} finally {
  await databases.close();
}
