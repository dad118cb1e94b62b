import { describe, expect, it } from 'vitest';
import { nameKey } from '@/lib/names';
import { searchAccountsAndCsms } from '@/lib/warehouse/sql/accounts';
import { bookSorts, type CsmPageRequest, csmPage } from '@/lib/warehouse/sql/analytics/csm';
import { csmDecisions } from '@/lib/warehouse/sql/analytics/csm-decisions';
import { csmReceiptCount } from '@/lib/warehouse/sql/analytics/csm-outcomes';
import { insertDecisions } from '@/lib/warehouse/sql/decisions';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import { seedCompany } from '@/test/support/company';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { edgeCaseStrings } from './edge-cases';
import type { ContractHarness } from './harness';
import { hoursLater, limits, newDecision } from './rows';

const clock = { first: 60, changes: [{ at: hoursLater(-24 * 9), minutes: 120 }] };

/** A request for the CSM page with the default book, with overrides. */
function csmPageRequest(
  name: string,
  overrides: Partial<CsmPageRequest['book']> = {},
): CsmPageRequest {
  const book = { sort: 'name', descending: false, limit: 10, offset: 0, ...overrides } as const;
  const period = { from: hoursLater(-24 * 30), to: hoursLater(15), clock };
  const decisions = { limit: 2, offset: 0 };
  return { name, spellings: new Map(), limits, period, book, decisions };
}

/** The statement of the search. */
export function describeSearch(harness: ContractHarness): void {
  describe('a search for accounts and CSMs', () => {
    it('finds nothing in an empty warehouse', async () => {
      expect(await harness.read(searchAccountsAndCsms('a', 5, new Map()))).toEqual([]);
    });

    it('finds each account and CSM by name, whatever characters it has', async () => {
      const names = edgeCaseStrings.filter((name) => nameKey(name) !== null);
      await seedCompany(harness.context.warehouse, {
        csms: names.map((name) => ({ name })),
        accounts: names.map((name, n) => ({ id: `A-${n}`, name, csm: name })),
      });
      for (const [n, name] of names.entries()) {
        const rows = await harness.read(searchAccountsAndCsms(name, 5, new Map()));
        expect(rowsFor(rows, 'csm').map((row) => row.name)).toEqual([name]);
        expect(rowsFor(rows, 'account')).toMatchObject([
          { id: `A-${n}`, name, csm: name, place: 1 },
        ]);
      }
    });

    it('returns a limited number of each, with matches at the start of the name first', async () => {
      await seedCompany(harness.context.warehouse, {
        csms: [{ name: 'Xana' }, { name: 'Anb' }, { name: 'Ana' }],
        accounts: [{ id: 'An' }, { id: 'Ban' }],
      });
      const rows = await harness.read(searchAccountsAndCsms('AN', 2, new Map()));
      const found = rowsFor(rows, 'csm').map(({ name, place }) => `${place} ${name}`);
      expect(found.sort()).toEqual(['1 Ana', '2 Anb']);
      expect(
        rowsFor(rows, 'account')
          .map(({ id }) => id)
          .sort(),
      ).toEqual(['An', 'Ban']);
    });
  });
}

/** The statement of the CSM page. */
export function describeCsmPage(harness: ContractHarness): void {
  const page = (name: string, overrides: Partial<CsmPageRequest['book']> = {}) =>
    harness.read(csmPage(csmPageRequest(name, overrides)));
  const at = (hours: number) => hoursLater(hours).toISOString();

  describe('the CSM page', () => {
    it('has only an empty history for an unknown CSM', async () => {
      const rows = await page('Ana');
      expect(rows.map(({ question }) => question)).toEqual(['history']);
      expect(rowsFor(rows, 'history')).toMatchObject([{ lastReceivedAt: null, known: false }]);
    });

    it('finds every CSM by name, whatever characters it has', async () => {
      const names = edgeCaseStrings.filter((name) => name.trim());
      await seedCompany(harness.context.warehouse, {
        csms: names.map((name) => ({ name })),
        accounts: names.map((csm, n) => ({ id: `A${n}`, csm, neediness: n / 2, revenue: 10 * n })),
      });
      for (const [n, name] of names.entries()) {
        const rows = await page(name);
        expect(rowsFor(rows, 'account')).toMatchObject([{ id: `A${n}`, place: 1, accounts: 1 }]);
      }
    });

    it('sorts the book by each column, with missing values last', async () => {
      await seedCompany(harness.context.warehouse, {
        csms: [{ name: 'Ana' }],
        accounts: [
          { id: 'A', name: 'b', csm: 'Ana', neediness: 2, health: 9, revenue: 5, level: 'X' },
          { id: 'B', name: null, csm: 'Ana', neediness: 3, health: null, revenue: 4 },
          { id: 'C', name: 'a', csm: 'Ana', neediness: null, health: 8, revenue: 6, level: null },
        ],
      });
      await upsertExternalAssignments(harness.context.warehouse, [
        { account: 'C', csm: 'Ana', at: at(-5) },
        { account: 'A', csm: 'Ana', at: at(-4) },
      ]);
      const order = async (overrides: Partial<CsmPageRequest['book']>) =>
        rowsFor(await page('Ana', overrides), 'account')
          .sort((a, b) => a.place - b.place)
          .filter(({ place }) => place > (overrides.offset ?? 0))
          .map(({ id }) => id)
          .join('');
      const sorted: Record<string, string> = {};
      for (const sort of bookSorts) {
        sorted[sort] =
          `${await order({ sort })} ${await order({ sort, descending: true, limit: 2, offset: 1 })}`;
      }
      expect(sorted).toEqual({
        name: 'CAB BC',
        neediness: 'ABC AC',
        health: 'CAB CB',
        revenue: 'BAC AB',
        class: 'CBA BC',
        since: 'CAB CB',
      });
    });

    it('counts received accounts by local week and origin, and recommendations by state', async () => {
      await insertExternalRecommendations(harness.context.warehouse, [
        { id: 1, account: 'A', csm: 'Ana', at: at(-30), accepted: true, given: 'Ana' },
        { id: 2, account: 'B', csm: 'Bo', at: at(-200), given: 'Ana' },
        { id: 3, account: 'C', csm: 'Ana', at: at(-40), score: null },
        { id: 4, account: 'D', csm: 'Ana', at: at(-40) },
        { id: 5, account: 'E', csm: 'Ana', at: at(-24 * 31), accepted: true },
      ]);
      await upsertExternalAssignments(harness.context.warehouse, [
        { account: 'A', csm: 'Ana', at: at(-29) },
        { account: 'D', csm: 'Cy', at: at(-39) },
        { account: 'E', csm: 'Ana', at: at(-20) },
        { account: 'F', csm: 'Ana', at: at(-34.5) },
        { account: 'G', csm: 'Ana', at: at(-33.5) },
      ]);
      await harness.write(
        insertDecisions([
          newDecision({
            recommendationId: '3',
            accountId: 'C',
            verb: 'reject',
            at: hoursLater(-3),
          }),
          newDecision({ recommendationId: '2', accountId: 'B', csm: 'Ana', at: hoursLater(-2) }),
          newDecision({ recommendationId: '1', accountId: 'A', at: hoursLater(-1) }),
          newDecision({ recommendationId: '9', recommendedCsm: 'Bo', csm: 'Cy' }),
        ]),
      );
      const rows = await page('Ana');
      const asLines = <Row extends object>(rows: readonly Row[]) =>
        rows.map((row) => Object.values(row).slice(1).join(' ')).sort();
      expect(asLines(rowsFor(rows, 'outcome'))).toEqual(
        [
          '2026-02-16 false true overridden 1 1 80',
          '2026-02-23 false true outside 2 0 ',
          '2026-02-23 true false rejected 1 0 ',
          '2026-02-23 true false superseded 1 1 80',
          '2026-02-23 true true accepted 1 1 80',
          ' true true accepted 1 1 80',
        ].sort(),
      );
      const { period } = csmPageRequest('Ana');
      const received = (to: Date) =>
        harness.read(
          csmReceiptCount({ name: 'Ana', spellings: new Map(), period: { ...period, to } }),
        );
      expect(await received(period.to)).toEqual([4]);
      expect(await received(hoursLater(-100))).toEqual([1]);
      expect(rowsFor(rows, 'history')).toMatchObject([
        { lastReceivedAt: hoursLater(-20), known: true },
      ]);
      const decisions = rowsFor(rows, 'decision');
      expect(decisions.map(({ accountId }) => accountId).sort()).toEqual(['A', 'B']);
      expect(decisions.map(({ total }) => total)).toEqual([3, 3]);
      const first = await harness.read(
        csmDecisions({ name: 'Ana', spellings: new Map() }, period, { limit: 2, offset: 0 }),
      );
      expect(first.map(({ accountId }) => accountId)).toEqual(['A', 'B']);
      const after = first[1]?.key ?? null;
      const rest = await harness.read(
        csmDecisions({ name: 'Ana', spellings: new Map() }, period, { limit: 9, after }),
      );
      expect(rest).toMatchObject([{ accountId: 'C', verb: 'reject', to: null }]);
    });
  });
}
