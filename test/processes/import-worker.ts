import { importSources } from '@/lib/accounts/import/import-sources';
import { openDuckDb } from '@/lib/warehouse/duckdb/open-duckdb';
import type { Warehouse } from '@/lib/warehouse/types';

/**
 * Imports a list of accounts and one of CSMs. Before the write with the number of the second argument,
 * prints `waiting` and waits forever.
 */

const [path = '', position = ''] = process.argv.slice(2);
const opened = await openDuckDb({ path });
let left = Number(position);

const warehouse: Warehouse = {
  ...opened,
  transaction: (name, work, options) =>
    opened.transaction(
      name,
      (session) =>
        work({
          read: (query) => session.read(query),
          async write(command) {
            if (left-- === 0) {
              console.log('waiting');
              await new Promise(() => setInterval(() => {}, 1_000));
            }
            return session.write(command);
          },
        }),
      options,
    ),
};

const file = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) });
await importSources(
  {
    warehouse,
    person: { email: 'ann@example.com', name: 'Ann', role: 'admin' },
    now: () => new Date(),
    readParquet: () => Promise.reject(new Error('There is no Parquet file.')),
  },
  {
    accounts: file('accounts.csv', 'account_id\nNew 1\nNew 2\n'),
    csms: file('csms.csv', 'csm_name\nNew CSM\n'),
  },
);
await opened.close();
console.log('imported');
