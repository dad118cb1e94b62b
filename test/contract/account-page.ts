import sql from 'sql-template-tag';
import { describe, expect, it } from 'vitest';
import { accountHistory } from '@/lib/warehouse/sql/analytics/account';
import { insertDecisions } from '@/lib/warehouse/sql/decisions';
import { insertRunDeferrals } from '@/lib/warehouse/sql/run-deferrals';
import { finishRun, insertRun } from '@/lib/warehouse/sql/runs';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import { command } from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import { seedCompany } from '@/test/support/company';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { insertTestReviews } from '@/test/support/runs';
import { edgeCaseStrings } from './edge-cases';
import type { ContractHarness } from './harness';
import { hoursLater, limits, newAssignment, newDecision, newRun, now } from './rows';

const request = { limits, spellings: new Map(), maxEvents: 2 };

/** Statements of the account page. */
export function describeAccountPage(harness: ContractHarness): void {
  const history = (accountId: string) => harness.read(accountHistory({ ...request, accountId }));

  describe('the account history', () => {
    it('has no rows for an unknown account', async () => {
      await seedCompany(harness.context.warehouse, { accounts: [{ id: 'B' }] });
      expect(await history('A')).toEqual([]);
    });

    it('includes the current account, whatever characters its ID has', async () => {
      const ids = edgeCaseStrings.map((text) => text.slice(0, 50));
      await seedCompany(harness.context.warehouse, {
        accounts: ids.map((id) => ({ id, name: id, neediness: 4.5, health: 42, revenue: 11 })),
      });
      for (const id of ids) {
        expect(rowsFor(await history(id), 'account')).toMatchObject([
          { name: id, needsCsm: true, neediness: 4.5, health: 42, color: 'red', revenue: 11 },
        ]);
      }
    });

    it('includes the newest events of each kind and their total number', async () => {
      const at = (hours: number) => hoursLater(hours).toISOString();
      await insertExternalRecommendations(
        harness.context.warehouse,
        [1, 2, 3].map((id) => ({ id, account: 'A', csm: `CSM ${id}`, at: at(id - 9) })),
      );
      await upsertExternalAssignments(harness.context.warehouse, [
        { account: 'A', csm: 'Ana', at: at(-9) },
      ]);
      const review = { accountId: 'A', verdict: 'caution' as const };
      await insertTestReviews(harness.context.warehouse, [
        { ...review, recommendationId: '1', at: hoursLater(-7), hidden: true },
        { ...review, recommendationId: '2', at: hoursLater(-6) },
        { ...review, recommendationId: '3', at: hoursLater(-5), hidden: true, suggestedCsm: 'Bo' },
      ]);
      await harness.write(
        insertDecisions(
          [1, 2, 3].map((n) =>
            newDecision({
              id: `d-${n}`,
              recommendationId: '1',
              at: hoursLater(n - 5),
              assignmentBefore: newAssignment(),
              note: edgeCaseStrings[0],
              acknowledgedRules: ['away', 'stale'],
            }),
          ),
        ),
      );
      const rows = await history('A');
      const ids = (name: 'recommended' | 'reviewed' | 'decided') =>
        rowsFor(rows, name)
          .map(({ id, total }) => `${id} of ${total}`)
          .sort();
      expect(ids('recommended')).toEqual(['2 of 3', '3 of 3']);
      expect(ids('decided')).toEqual(['d-2 of 3', 'd-3 of 3']);
      expect(ids('reviewed')).toHaveLength(2);
      // The third is pending, so its review is blinded. The second was not hidden.
      expect(rowsFor(rows, 'reviewed').filter(({ blinded }) => blinded)).toMatchObject([
        { verdict: null, suggestedCsm: null, feedback: null, confidence: null },
      ]);
      expect(rowsFor(rows, 'recommended').find(({ id }) => id === '3')).toMatchObject({
        state: 'pending',
        ours: false,
        decidedHere: false,
        feedback: null,
        score: 80,
        csm: 'CSM 3',
        at: hoursLater(-6),
        byName: null,
      });
      expect(rowsFor(rows, 'decided').find(({ id }) => id === 'd-3')).toMatchObject({
        note: edgeCaseStrings[0],
        acknowledgedRules: 'away stale',
        at: hoursLater(-2),
        byName: 'Mia',
        assignmentBefore: JSON.stringify(newAssignment()),
      });
      expect(rowsFor(rows, 'assigned')).toMatchObject([{ csm: 'Ana', at: hoursLater(-9) }]);
    });

    it('includes the newest run that deferred the account, not one that placed it', async () => {
      for (const accountId of edgeCaseStrings.map((text) => text.slice(0, 50))) {
        const own = { accountId, accountName: '"deferrals":[{"accountId":"B"' };
        const other = { accountId: 'B', accountName: JSON.stringify(own) };
        const runs: [
          string,
          Record<'placements' | 'deferrals', { accountId: string; reason?: string }[]>,
        ][] = [
          ['r0', { placements: [own], deferrals: [other] }],
          ['r1', { placements: [], deferrals: [{ ...own, reason: 'away' }, other] }],
          ['r2', { placements: [other], deferrals: [other, { ...own, reason: 'away' }] }],
          ['r3', { placements: [], deferrals: [{ ...own, reason: 'cooling' }, other] }],
          ['r4', { placements: [own], deferrals: [other] }],
          ['r5', { placements: [own], deferrals: [] }],
          ['r6', { placements: [other], deferrals: [] }],
        ];
        for (const [n, [id, result]] of runs.entries()) {
          const ids = result.deferrals.map((deferral) => deferral.accountId);
          await harness.write(
            insertRun(newRun({ id, at: hoursLater(n) })),
            finishRun({
              id,
              status: 'succeeded',
              stage: 'saving',
              at: hoursLater(n + 1),
              placed: 1,
              deferred: 1,
              failure: null,
              result: JSON.stringify(result),
            }),
            ...(id === 'r6'
              ? insertRunDeferrals(
                  id,
                  [other, { ...own, reason: 'velocity' }].map((deferral) => ({
                    accountId: deferral.accountId,
                    json: JSON.stringify(deferral),
                  })),
                )
              : []),
          );
          // The first two runs listed no accounts, the next three all; the others store them apart.
          const accounts = n < 2 ? null : JSON.stringify(n < 5 ? ids : []);
          await harness.write(
            command({
              name: 'contract.earlier-run',
              tables: ['runs'],
              sql: sql`UPDATE ${t.runs} SET deferred_accounts = CAST(${accounts} AS VARCHAR)
                WHERE run_id = ${id}`,
            }),
          );
        }
        const newest = await harness.read(accountHistory({ ...request, accountId, maxEvents: 1 }));
        const [deferral, ...more] = rowsFor(newest, 'deferred');
        expect(more).toEqual([]);
        expect(deferral).toMatchObject({ runId: 'r6', at: hoursLater(7), byName: 'Mia', total: 4 });
        expect(
          deferral?.jsonAfterId.startsWith(`,"accountName":${JSON.stringify(own.accountName)}`),
        ).toBe(true);
        await harness.context.clear();
      }
      expect(now).toEqual(hoursLater(0));
    });
  });
}
