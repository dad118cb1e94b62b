import sql from 'sql-template-tag';
import { demoMembers } from '@/demo/people';
import { hashPassword } from '@/lib/members/password';
import { readModelOf } from '@/lib/read-model/read-model';
import { startRun } from '@/lib/runs/start-run';
import type { Person } from '@/lib/server/auth/person';
import { HOUR_MS } from '@/lib/time';
import { upsertMember } from '@/lib/warehouse/sql/members';
import { insertRecommendations } from '@/lib/warehouse/sql/recommendations';
import { writeAll } from '@/lib/warehouse/sql/shared/batches';
import { command } from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import type { Warehouse } from '@/lib/warehouse/types';
import { seedCompany, type TestAccount } from '@/test/support/company';
import {
  accountsNeedingCsm,
  coolingAccount,
  coolingCsm,
  csmNames,
  managerNames,
  routedCount,
  staleAccount,
} from './data';

const schedule: Person = { email: 'api', name: 'API token', role: 'manager' };

/**
 * Seeds a small company: the accounts and CSMs of `data.ts`, one run with pending recommendations,
 * and two flagged recommendations from another program.
 */
export async function seedSmallCompany(warehouse: Warehouse, now: Date): Promise<void> {
  const ago = (ms: number) => new Date(now.getTime() - ms);
  await seedCompany(warehouse, {
    csms: [
      ...csmNames.map((name, index) => ({
        name,
        tenureMonths: 9 + index * 3,
        manager: managerNames[index % managerNames.length] ?? null,
      })),
      { name: 'Former CSM', active: false },
    ],
    accounts: [
      ...csmNames.flatMap(bookAccounts),
      ...accountsNeedingCsm.map((account, index) => ({
        ...account,
        // The others have waited for less than half as long, so that none is urgent enough for the first run.
        since: ago((index < routedCount ? 100 - index : 40 - index) * HOUR_MS).toISOString(),
        neediness: 3 + (index % 7),
        health: 55 + index * 4,
        revenue: 40_000 + index * 7_500,
      })),
    ],
  });
  await insertExternalRecommendation(warehouse, staleAccount, csmNames[0], ago(30 * HOUR_MS));
  await startCooling(warehouse, ago(HOUR_MS));
  await insertExternalRecommendation(warehouse, coolingAccount, coolingCsm, ago(HOUR_MS / 2));
  const context = {
    warehouse,
    readModel: readModelOf(warehouse),
    person: schedule,
    now: () => ago(HOUR_MS / 4),
  };
  const { done } = await startRun(context, { mode: 'batch', batchSize: routedCount });
  await done;
}

function bookAccounts(csm: string, at: number): TestAccount[] {
  return [0, 1, 2].map((nth) => ({
    id: `BOOK-${at}-${nth}`,
    name: `Old Customer ${at}-${nth}`,
    csm,
    neediness: (at + nth * 3) % 10,
    health: 50 + ((at * 7 + nth * 11) % 50),
    revenue: 30_000 + ((at * 13 + nth * 29) % 60) * 1_000,
  }));
}

/** Inserts a recommendation as another program does, without rows in our own tables. */
async function insertExternalRecommendation(
  warehouse: Warehouse,
  accountId: string,
  csm: string,
  at: Date,
) {
  await warehouse.transaction('e2e.external', (session) =>
    writeAll(
      session,
      insertRecommendations({
        runId: `${at.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '_')}_other`,
        at,
        method: 'single_optimized',
        batchSize: 1,
        recommendations: [
          {
            accountId,
            csm,
            neediness: 4,
            health: 70,
            revenue: 48_000,
            segment: 'Residential',
            level: 'Corporate',
            score: 61.5,
          },
        ],
      }),
    ),
  );
}

/** Lets one CSM receive an account from another program, which starts the cooling period. */
async function startCooling(warehouse: Warehouse, at: Date): Promise<void> {
  await insertExternalRecommendation(warehouse, 'BOOK-1-0', coolingCsm, at);
  await warehouse.transaction('e2e.accept-external', (session) =>
    session.write(
      command({
        name: 'e2e.accept-external',
        tables: ['recommendations'],
        sql: sql`UPDATE ${t.recommendations} SET was_assigned = TRUE, actual_assigned_csm = ${coolingCsm}
WHERE account_id = 'BOOK-1-0'`,
      }),
    ),
  );
}

/** Adds the demo's three members, one per role. */
export async function addMembers(warehouse: Warehouse, now: Date): Promise<void> {
  for (const { email, name, role, password } of demoMembers) {
    const passwordHash = await hashPassword(password);
    await warehouse.transaction('e2e.member', (session) =>
      session.write(upsertMember({ email, name, role, passwordHash, now })),
    );
  }
}
