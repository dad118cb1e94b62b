import { describe, expect, it } from 'vitest';
import { accountPoolStats, searchRoutableAccounts } from '@/lib/warehouse/sql/accounts';
import {
  accountsOfOwners,
  type MarkOrigin,
  markAccountsOf,
  unmarkAccount,
} from '@/lib/warehouse/sql/marked-accounts';
import { seedCompany } from '@/test/support/company';
import { upsertExternalAssignments } from '@/test/support/recommendations';
import { edgeCaseStrings, stringOfLength } from './edge-cases';
import type { ContractHarness } from './harness';
import { hoursLater, limits, now } from './rows';

/** Statements on accounts that people marked as needing a CSM. */
export function describeMarkedAccounts(harness: ContractHarness): void {
  const [gone] = edgeCaseStrings;
  const owners = { names: [gone], spellings: new Map([[`${gone} `, gone]]) };
  const mark = (hours = 0): MarkOrigin => ({
    by: { email: 'mia@example.com', name: edgeCaseStrings[1] },
    at: hoursLater(hours),
    reason: stringOfLength(500),
  });
  const routable = async () =>
    (await harness.read(searchRoutableAccounts('', 50, limits))).map(({ id, needsCsmSince }) => [
      id,
      needsCsmSince,
    ]);

  describe('marked accounts', () => {
    it('are none in an empty warehouse', async () => {
      expect(await harness.read(accountsOfOwners(owners, limits))).toEqual([]);
      expect(
        await harness.write(markAccountsOf(owners, limits, mark()), unmarkAccount('A', mark())),
      ).toEqual([0, 0]);
    });

    it('need a CSM from then on, until they are assigned or unmarked, and are marked once', async () => {
      await seedCompany(harness.context.warehouse, {
        accounts: [
          { id: 'A', csm: gone, needsCsm: false },
          { id: 'B', csm: `${gone} `, needsCsm: false },
          { id: 'C', csm: gone, needsCsm: true, since: hoursLater(-9).toISOString() },
          { id: 'D', csm: 'Ana', needsCsm: false },
        ],
      });
      await upsertExternalAssignments(harness.context.warehouse, [
        { account: 'A', csm: gone, at: hoursLater(-5).toISOString() },
      ]);
      expect(await harness.read(accountsOfOwners(owners, limits))).toEqual(
        [
          { owner: gone, accounts: 2, waiting: 1 },
          { owner: `${gone} `, accounts: 1, waiting: 0 },
        ].toSorted((a, b) => (a.owner < b.owner ? -1 : 1)),
      );
      expect(await harness.write(markAccountsOf(owners, limits, mark()))).toEqual([2]);
      expect(await routable()).toEqual([
        ['A', now],
        ['B', now],
        ['C', hoursLater(-9)],
      ]);
      expect(await harness.read(accountPoolStats(limits))).toEqual([{ routable: 3, needing: 3 }]);
      expect(
        await harness.write(
          markAccountsOf(owners, limits, mark(1)),
          unmarkAccount('A', mark(-1)),
          unmarkAccount('A', mark(1)),
          unmarkAccount('D', mark(1)),
        ),
      ).toEqual([0, 1, 0, 0]);
      await upsertExternalAssignments(harness.context.warehouse, [
        { account: 'B', csm: 'Ana', at: hoursLater(1).toISOString() },
      ]);
      expect(await routable()).toEqual([['C', hoursLater(-9)]]);
    });

    it('are only those of the policy’s classes, whatever their onboarding status', async () => {
      await seedCompany(harness.context.warehouse, {
        accounts: [
          { id: 'A', csm: gone, needsCsm: false, segment: 'Residential', level: 'Corporate' },
          { id: 'B', csm: gone, needsCsm: false, segment: 'Commercial', level: 'Corporate' },
        ],
      });
      const classes = [{ segment: 'residential', level: 'Corporate' }];
      const narrow = { ...limits, scope: { classes, statuses: ['Needs CSM'] } };
      expect(await harness.write(markAccountsOf(owners, narrow, mark()))).toEqual([1]);
      const found = await harness.read(searchRoutableAccounts('', 50, narrow));
      expect(found).toMatchObject([{ id: 'A', inScope: true, needsCsm: true }]);
    });
  });
}
