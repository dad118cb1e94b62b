import { hashPassword } from '@/lib/auth/password';
import { makeDemo } from '@/lib/demo/make-demo';
import { demoMembers } from '@/lib/demo/people';
import { defaultPolicy } from '@/lib/policy/policy';
import { openDuckDb } from '@/lib/warehouse/duckdb/open-duckdb';
import { setUp } from '@/lib/warehouse/schema/set-up';
import { upsertMember } from '@/lib/warehouse/sql/members';
import { seedSmallCompany } from './small-company';

// Makes a warehouse for the browser tests. A process of its own, because Playwright's cannot load
// what is for servers only. Arguments: which company, and the path of the file to make.
const [kind, path = ''] = process.argv.slice(2);
const now = new Date();
if (kind === 'demo') await makeDemo(path, now);
else await makeSmall(kind === 'small');

async function makeSmall(filled: boolean): Promise<void> {
  const warehouse = await openDuckDb({ path, create: true });
  await setUp(warehouse, { now, policyJson: JSON.stringify(defaultPolicy) });
  for (const { email, name, role, password } of demoMembers) {
    const passwordHash = await hashPassword(password);
    await warehouse.transaction('e2e.member', (session) =>
      session.write(upsertMember({ email, name, role, passwordHash, now })),
    );
  }
  if (filled) await seedSmallCompany(warehouse, now);
  await warehouse.close();
}
