import { getLedger, type Ledger } from '@/lib/analytics/ledger/get-ledger';
import type { ScopeInput } from '@/lib/analytics/shared/scope';
import { finishRun, insertRun } from '@/lib/warehouse/sql/runs';
import { seedCompany, type TestCsm } from './company';
import { hoursAgo, monday, type TestContext } from './test-context';

/** An account received an hour ago, by another program's recommendation. */
export const receivedAccount = (account: string, csm: string, more = {}) => ({
  ...{ account, csm, at: hoursAgo(1), accepted: true },
  ...more,
});

/** Each CSM's line in a dimension, in few words. */
export function surplusByCsm(
  found: Ledger,
  dimension: 'accounts' | 'neediness' | 'revenue' | 'red' = 'accounts',
) {
  return Object.fromEntries(
    found.entries.map(({ name, lines }) => {
      const { surplus, causes } = lines[dimension];
      const parts = Object.entries(causes).map(([cause, part]) => [cause, rounded(part)] as const);
      return [name, [rounded(surplus), Object.fromEntries(parts.filter(([, part]) => part !== 0))]];
    }),
  );
}

/** Without what is left of sums of doubles. */
const rounded = (amount: number) => Math.round(amount * 1e9) / 1e9 + 0;

/** What the tests of the ledger do at a desk that is opened later. */
export function ledgerFixture(desk: () => TestContext) {
  return {
    ledger: (asked: Partial<ScopeInput> = {}): Promise<Ledger> =>
      getLedger(desk().as('Vi', 'viewer'), { period: { days: 7 }, zone: 'UTC', ...asked }),

    /** Two CSMs of equal capacity, unless said otherwise. */
    company: (csms: readonly TestCsm[] = [{ name: 'Ana' }, { name: 'Bo' }]) =>
      seedCompany(desk().warehouse, { csms: csms.map((csm) => ({ capacity: 50, ...csm })) }),

    /** A run of ours that kept who could receive nothing. */
    async runWith(
      id: string,
      unavailable: { away?: string[]; cooling?: string[]; velocity?: string[] },
    ) {
      const whole = { away: [], cooling: [], velocity: [], ...unavailable };
      const by = { email: 'mia@example.com', name: 'Mia' };
      const run = { id, mode: 'batch', dryRun: false, accountId: null, batchSize: 9, by } as const;
      const end = { id, status: 'succeeded', stage: 'saving', at: monday, failure: null } as const;
      const standing = {
        fairness: '{}',
        unavailable: JSON.stringify(whole),
        deferredAccounts: '[]',
      };
      await desk().warehouse.transaction('test.run', async (session) => {
        await session.write(insertRun({ ...run, at: monday, policyVersion: 1 }));
        await session.write(finishRun({ ...end, placed: 1, deferred: 0, result: null, standing }));
      });
    },
  };
}
