import { getLedger, type Ledger } from '@/lib/analytics/ledger/get-ledger';
import type { ScopeInput } from '@/lib/analytics/shared/scope';
import { finishRun, insertRun } from '@/lib/warehouse/sql/runs';
import { seedCompany, type TestCsm } from './company';
import { hoursAgo, monday, type TestContext } from './test-context';

/** An account received an hour ago through another program's recommendation. */
export const receivedAccount = (account: string, csm: string, more = {}) => ({
  account,
  csm,
  at: hoursAgo(1),
  accepted: true,
  ...more,
});

/** The surplus and the nonzero causes of each CSM in a dimension. */
export function surplusByCsm(
  ledger: Ledger,
  dimension: 'accounts' | 'neediness' | 'revenue' | 'red' = 'accounts',
) {
  return Object.fromEntries(
    ledger.entries.map(({ name, lines }) => {
      const { surplus, causes } = lines[dimension];
      const parts = Object.entries(causes).map(
        ([cause, part]) => [cause, roundNoise(part)] as const,
      );
      return [
        name,
        [roundNoise(surplus), Object.fromEntries(parts.filter(([, part]) => part !== 0))],
      ];
    }),
  );
}

/** Removes floating-point noise. */
const roundNoise = (amount: number) => Math.round(amount * 1e9) / 1e9 + 0;

/** Helpers for the ledger tests, on a test context that is opened later. */
export function ledgerFixture(context: () => TestContext) {
  return {
    ledger: (input: Partial<ScopeInput> = {}): Promise<Ledger> =>
      getLedger(context().as('Vi', 'viewer'), { period: { days: 7 }, zone: 'UTC', ...input }),

    /** Seeds CSMs; by default, two with the same capacity. */
    company: (csms: readonly TestCsm[] = [{ name: 'Ana' }, { name: 'Bo' }]) =>
      seedCompany(context().warehouse, { csms: csms.map((csm) => ({ capacity: 50, ...csm })) }),

    /** Inserts a finished run that recorded the unavailable CSMs. */
    async runWith(
      id: string,
      unavailable: { away?: string[]; cooling?: string[]; velocity?: string[] },
    ) {
      const allReasons = { away: [], cooling: [], velocity: [], ...unavailable };
      const by = { email: 'mia@example.com', name: 'Mia' };
      const run = { id, mode: 'batch', dryRun: false, accountId: null, batchSize: 9, by } as const;
      const end = { id, status: 'succeeded', stage: 'saving', at: monday, failure: null } as const;
      const snapshot = {
        fairness: '{}',
        unavailable: JSON.stringify(allReasons),
        books: '{}',
      };
      await context().warehouse.transaction('test.run', async (session) => {
        await session.write(insertRun({ ...run, at: monday, policyVersion: 1 }));
        await session.write(finishRun({ ...end, placed: 1, deferred: 0, result: null, snapshot }));
      });
    },
  };
}
