import { parseArgs } from 'node:util';
import { accountShard } from '../src/db/database.ts';
import { rebuildSearch } from '../src/db/rebuild-search.ts';
import { createSearchIndex } from '../src/db/search-index.ts';
import { OPEN_OPTIONS, openDatabases } from './databases/open.ts';

// Makes the search index of an account anew: `npm run search:rebuild -- --account acc_… [--config FILE] [--remote]`.

const { values } = parseArgs({
  options: { account: { type: 'string' }, ...OPEN_OPTIONS },
});
const { account: accountId, ...where } = values;
if (accountId === undefined) throw new Error('needs --account');

const databases = await openDatabases(where);
try {
  const db = databases.named(await accountShard(databases.named('DB'), accountId));
  for (const livemode of [false, true]) {
    const search = createSearchIndex(databases.named('SEARCH'), { accountId, livemode });
    const { names } = await rebuildSearch({ db, search, accountId, livemode });
    console.log(`${livemode ? 'live' : 'test'} mode: ${names} names`);
  }
} finally {
  await databases.close();
}
