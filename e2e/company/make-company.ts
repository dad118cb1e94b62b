import { makeDemo } from '@/demo/make-demo';
import { defaultPolicy } from '@/lib/policy/policy';
import { openDuckDb } from '@/lib/warehouse/duckdb/open-duckdb';
import { setUp } from '@/lib/warehouse/schema/setup';
import { addMembers, seedSmallCompany } from './seed';

// Makes a warehouse for the browser tests. A process of its own, because Playwright's cannot load
// what is for servers only. Arguments: which company, and the path of the file to make.
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
