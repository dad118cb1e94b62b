import { describe, expect, it } from 'vitest';
import { csmStandings } from '../sql/csms';
import * as sources from '../sql/sources';
import { awkwardTexts, textOf } from './awkward.testing';
import type { Bench } from './bench.testing';
import { accountById } from './places.testing';
import { later, limits, now } from './rows.testing';

const account: sources.SourceAccount = {
  ...{ accountId: textOf(50), accountName: awkwardTexts[0], tenantId: awkwardTexts[1] },
  ...{ needsCsm: true, needsCsmSince: later(-5), currentCsm: textOf(100), needinessScore: 7 },
  ...{ healthScore: 55, healthColor: 'Red', revenue: 123_456, segment: 'Commercial' },
  ...{ level: 'Enterprise', industry: awkwardTexts[5] },
};
const bare: sources.SourceAccount = {
  ...{ accountId: 'bare', accountName: null, tenantId: null, needsCsm: false },
  ...{ needsCsmSince: null, currentCsm: null, needinessScore: null, healthScore: null },
  ...{ healthColor: null, revenue: null, segment: null, level: null, industry: null },
};

/** What is written of the sources behind the contract views. */
export function describeSources(bench: Bench): void {
  describe('the sources', () => {
    it('of accounts are what the program then reads', async () => {
      const rows = [account, bare];
      expect(await bench.write(sources.insertOnboarding(rows), sources.insertScores(rows))).toEqual(
        [2, 2],
      );
      expect(await accountById(bench, account.accountId)).toMatchObject([
        {
          ...{ name: account.accountName, currentCsm: account.currentCsm, neediness: 7 },
          ...{ health: 55, color: 'red', revenue: 123_456, segment: 'Commercial' },
          ...{ level: 'Enterprise', industry: account.industry, needsCsm: true },
          needsCsmSince: later(-5),
        },
      ]);
      expect(await accountById(bench, 'bare')).toMatchObject([
        { name: 'bare', currentCsm: null, neediness: null, needsCsm: false },
      ]);
      expect(await bench.write(...sources.clearAccounts())).toEqual([2, 2]);
      expect(await bench.write(...sources.clearAccounts())).toEqual([0, 0]);
      expect(await accountById(bench, 'bare')).toEqual([]);
    });

    it('of CSMs are what the program then reads', async () => {
      const detail = { managerName: awkwardTexts[1], segment: 'Commercial', level: null };
      const csm = { name: awkwardTexts[0], tenureMonths: 2.5, capacity: 7, ...detail };
      const nothing = { tenureMonths: null, managerName: null, segment: null, level: null };
      const details = [
        { ...csm, awayUntil: later(5) },
        { name: 'Bo', ...nothing, capacity: null, awayUntil: null },
      ];
      expect(
        await bench.write(
          sources.insertActiveCsms([awkwardTexts[0], 'Zoe']),
          sources.insertCsmDetails(details),
        ),
      ).toEqual([2, 2]);
      const standings = await bench.read(csmStandings({ now, limits }));
      expect(standings).toMatchObject([
        { ...details[1], active: false },
        { ...details[0], active: true },
        { name: 'Zoe', active: true, tenureMonths: null },
      ]);
      expect(await bench.write(...sources.clearCsms())).toEqual([2, 2]);
      expect(await bench.read(csmStandings({ now, limits }))).toEqual([]);
    });
  });
}
