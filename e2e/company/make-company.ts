import { makeDemo } from '@/demo/make-demo';
import { defaultPolicy } from '@/lib/policy/policy';
import { openDuckDb } from '@/lib/warehouse/duckdb/open-duckdb';
import { setUp } from '@/lib/warehouse/schema/setup';
import { addMembers, seedSmallCompany } from './seed';

// Creates a warehouse for the browser tests, in a process of its own because Playwright's cannot load
// `server-only` modules. Arguments: the company and the path of the file.
const [kind, path = ''] = process.argv.slice(2);
const now = new Date();
if (kind === 'demo') await makeDemo(path, now);
else await makeSmall(kind === 'small');

async function makeSmall(filled: boolean): Promise<void> {
  const warehouse = await openDuckDb({ path, create: true });
  await setUp(warehouse, { now, policyJson: JSON.stringify(defaultPolicy) });
  await addMembers(warehouse, now);
  if (filled) await seedSmallCompany(warehouse, now);
  await warehouse.close();
}
