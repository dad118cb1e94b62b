import { makeDemo } from '@/demo/make-demo';
import { defaultPolicy } from '@/lib/policy/policy';
import { openDuckDb } from '@/lib/warehouse/duckdb/open-duckdb';
import { setUp } from '@/lib/warehouse/schema/setup';
import { addMembers, seedSmallCompany } from './seed';

// Creates a warehouse for the browser tests, in a child process because Playwright's process cannot
// load `server-only` modules. Arguments: the company and the path of the file.
const [kind, path = ''] = process.argv.slice(2);
const now = new Date();
if (kind === 'demo') await makeDemo(path, now);
else await makeSmall(kind === 'small');

async function makeSmall(isSeeded: boolean): Promise<void> {
  const warehouse = await openDuckDb({ path, create: true });
  await setUp(warehouse, { now, policyJson: JSON.stringify(defaultPolicy) });
  await addMembers(warehouse, now);
  if (isSeeded) await seedSmallCompany(warehouse, now);
  await warehouse.close();
}
