import { describe, expect, it } from 'vitest';
import { companyFacts } from '@/lib/warehouse/sql/read-model';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import * as sources from '@/lib/warehouse/sql/sources';
import { edgeCaseStrings, stringOfLength } from './edge-cases';
import { accountById, type ContractHarness } from './harness';
import { hoursLater, limits } from './rows';

const account: sources.SourceAccount = {
  accountId: stringOfLength(50),
  accountName: edgeCaseStrings[0],
  tenantId: edgeCaseStrings[1],
  needsCsm: true,
  needsCsmSince: hoursLater(-5),
  currentCsm: stringOfLength(100),
  needinessScore: 7,
  healthScore: 55,
  healthColor: 'Red',
  revenue: 123_456,
  segment: 'Commercial',
  level: 'Enterprise',
  industry: edgeCaseStrings[5],
};
const nulls: sources.SourceAccount = {
  accountId: 'nulls',
  accountName: null,
  tenantId: null,
  needsCsm: false,
  needsCsmSince: null,
  currentCsm: null,
  needinessScore: null,
  healthScore: null,
  healthColor: null,
  revenue: null,
  segment: null,
  level: null,
  industry: null,
};

/** Statements that fill the sources of the contract views. */
export function describeSources(harness: ContractHarness): void {
  describe('the sources', () => {
    it('return accounts as written', async () => {
      const rows = [account, nulls];
      expect(
        await harness.write(sources.insertOnboarding(rows), sources.insertScores(rows)),
      ).toEqual([2, 2]);
      expect(await accountById(harness, account.accountId)).toMatchObject([
        {
          name: account.accountName,
          currentCsm: account.currentCsm,
          neediness: 7,
          health: 55,
          color: 'red',
          revenue: 123_456,
          segment: 'Commercial',
          level: 'Enterprise',
          industry: account.industry,
          needsCsm: true,
          needsCsmSince: hoursLater(-5),
        },
      ]);
      expect(await accountById(harness, 'nulls')).toMatchObject([
        { name: null, currentCsm: null, neediness: null, needsCsm: false },
      ]);
      expect(await harness.write(...sources.clearAccounts())).toEqual([2, 2]);
      expect(await harness.write(...sources.clearAccounts())).toEqual([0, 0]);
      expect(await accountById(harness, 'nulls')).toEqual([]);
    });

    it('return CSMs as written', async () => {
      const detail = { managerName: edgeCaseStrings[1], segment: 'Commercial', level: null };
      const csm = { name: edgeCaseStrings[0], tenureMonths: 2.5, capacity: 7, ...detail };
      const noDetails = { tenureMonths: null, managerName: null, segment: null, level: null };
      const details = [
        {
          ...csm,
          awayUntil: hoursLater(5),
          startDate: '2024-02-29',
          awayFrom: hoursLater(1),
          sourceValues: '{}',
        },
        {
          name: 'Bo',
          ...noDetails,
          capacity: null,
          awayUntil: null,
          startDate: null,
          awayFrom: null,
          sourceValues: null,
        },
      ];
      expect(
        await harness.write(
          sources.insertActiveCsms([edgeCaseStrings[0], 'Zoe']),
          sources.insertCsmDetails(details),
        ),
      ).toEqual([2, 2]);
      const shown = details.map(({ sourceValues: _, ...rest }) => rest);
      const readCsms = async () => rowsFor(await harness.read(companyFacts(limits)), 'csm');
      const csms = (await readCsms()).sort((a, b) => (a.name < b.name ? -1 : 1));
      expect(csms).toMatchObject([
        { ...shown[1], active: false },
        { ...shown[0], active: true },
        { name: 'Zoe', active: true, tenureMonths: null },
      ]);
      expect(await harness.write(...sources.clearCsms())).toEqual([2, 2]);
      expect(await readCsms()).toEqual([]);
    });
  });
}
