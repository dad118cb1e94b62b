import sql from 'sql-template-tag';
import type { Person } from '@/lib/auth/person';
import { startRun } from '@/lib/runs/start-run';
import { seedCompany, type TestAccount } from '@/lib/testing/small-company';
import { insertRecommendations } from '@/lib/warehouse/sql/recommendations';
import { command } from '@/lib/warehouse/sql/statement';
import { t } from '@/lib/warehouse/sql/tables';
import type { Warehouse } from '@/lib/warehouse/types';
import {
  coolingAccount,
  coolingCsm,
  csmNames,
  managerNames,
  needing,
  routed,
  staleAccount,
} from './cast';

const schedule: Person = { email: 'api', name: 'API token', role: 'manager' };
const hour = 3_600_000;

/**
 * A company small enough to know by heart: the accounts and CSMs of `cast.ts`, one run of the
 * engine that waits to be decided, and two recommendations of another program that are flagged.
 */
export async function seedSmallCompany(warehouse: Warehouse, now: Date): Promise<void> {
  const ago = (ms: number) => new Date(now.getTime() - ms);
  await seedCompany(warehouse, {
    csms: [
      ...csmNames.map((name, at) => ({
        ...{ name, tenureMonths: 9 + at * 3 },
        manager: managerNames[at % managerNames.length] ?? null,
      })),
      { name: 'Gone Already', active: false },
    ],
    accounts: [
      ...csmNames.flatMap(bookOf),
      ...needing.map((account, at) => ({
        ...account,
        since: ago((100 - at) * hour).toISOString(),
        neediness: 3 + (at % 7),
        health: 55 + at * 4,
        revenue: 40_000 + at * 7_500,
      })),
    ],
  });
  await recommendElsewhere(warehouse, staleAccount, csmNames[0], ago(30 * hour));
  await coolDown(warehouse, ago(hour));
  await recommendElsewhere(warehouse, coolingAccount, coolingCsm, ago(hour / 2));
  const context = { warehouse, person: schedule, now: () => ago(hour / 4) };
  const { done } = await startRun(context, { mode: 'batch', batchSize: routed });
  await done;
}

function bookOf(csm: string, at: number): TestAccount[] {
  return [0, 1, 2].map((nth) => ({
    id: `BOOK-${at}-${nth}`,
    name: `Old Customer ${at}-${nth}`,
    csm,
    neediness: (at + nth * 3) % 10,
    health: 50 + ((at * 7 + nth * 11) % 50),
    revenue: 30_000 + ((at * 13 + nth * 29) % 60) * 1_000,
  }));
}

/** What another program writes: a row of the data team's table and nothing of ours. */
async function recommendElsewhere(warehouse: Warehouse, accountId: string, csm: string, at: Date) {
  await warehouse.transaction('e2e.elsewhere', (session) =>
    session.write(
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

/** One CSM received an account of the other program's an hour ago. */
async function coolDown(warehouse: Warehouse, at: Date): Promise<void> {
  await recommendElsewhere(warehouse, 'BOOK-1-0', coolingCsm, at);
  await warehouse.transaction('e2e.accept-elsewhere', (session) =>
    session.write(
      command(
        'e2e.accept-elsewhere',
        sql`UPDATE ${t.recommendations} SET was_assigned = TRUE, actual_assigned_csm = ${coolingCsm}
WHERE account_id = 'BOOK-1-0'`,
      ),
    ),
  );
}
