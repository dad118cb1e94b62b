import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '@/lib/time';
import { decisionRows } from '@/lib/warehouse/sql/decision-rows';
import { insertDecisions, upsertAssignments } from '@/lib/warehouse/sql/decisions';
import { acquireLock } from '@/lib/warehouse/sql/locks';
import { claimRecommendations, setOutcomes } from '@/lib/warehouse/sql/recommendations';
import { insertRun, runInProgress, runsPage } from '@/lib/warehouse/sql/runs';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import { writeAll } from '@/lib/warehouse/sql/shared/batches';
import type { Session } from '@/lib/warehouse/types';
import { seedCompany } from '@/test/support/company';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { hoursAgo } from '@/test/support/test-context';
import { accountHistory, type ContractHarness } from './harness';
import { decisionRowsInput, newAssignment, newDecision, newOutcome, newRun } from './rows';

/** Concurrent and failing transactions. */
export function describeTransactions(harness: ContractHarness): void {
  const seed = async () => {
    await seedCompany(harness.context.warehouse, {
      csms: [{ name: 'Ana' }],
      accounts: [{ id: 'A' }],
    });
    await insertExternalRecommendations(harness.context.warehouse, [
      { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(1) },
    ]);
  };

  /** Decides like the app: claims the row, checks that it is pending, and writes. */
  const decide = async (session: Session, by: string): Promise<'won' | 'lost'> => {
    await session.write(claimRecommendations(['1'], []));
    const rows = await session.read(decisionRows(decisionRowsInput()));
    const [row] = rowsFor(rows, 'recommendation');
    if (row?.state !== 'pending') return 'lost';
    await writeAll(session, setOutcomes([newOutcome()]));
    await writeAll(session, upsertAssignments([{ accountId: 'A', assignment: newAssignment() }]));
    await writeAll(session, insertDecisions([newDecision({ requestId: by })]));
    return 'won';
  };

  describe('transactions', () => {
    it('let exactly one of several concurrent decisions on a row win', async () => {
      await seed();
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, (_, n) =>
          harness.transaction((session) => decide(session, `person ${n}`)),
        ),
      );
      expect(outcomes.filter((outcome) => outcome === 'won')).toHaveLength(1);
      expect((await accountHistory(harness, 'A')).decisions).toHaveLength(1);
    });

    it('let exactly one of several concurrent runs acquire the lock', async () => {
      const results = await Promise.all(
        Array.from({ length: 8 }, (_, n) =>
          harness.write(
            acquireLock({ name: 'run', holder: `run ${n}`, ttlMs: HOUR_MS }),
            insertRun(newRun({ id: `run ${n}` })),
          ),
        ),
      );
      const winners = results.flatMap(([, rows], n) => (rows === 1 ? [`run ${n}`] : []));
      expect(winners).toHaveLength(1);
      expect(await harness.read(runInProgress())).toMatchObject([{ id: winners[0] }]);
    });

    it('leave no changes if they fail', async () => {
      await seed();
      const failed = harness.transaction(async (session) => {
        await decide(session, 'Mia');
        await session.write(insertRun(newRun()));
        expect(await session.read(runsPage({ limit: 1, offset: 0 }))).toHaveLength(1);
        throw new Error('stop');
      });
      await expect(failed).rejects.toThrow('stop');
      expect((await accountHistory(harness, 'A')).decisions).toEqual([]);
      expect(await harness.read(runsPage({ limit: 1, offset: 0 }))).toEqual([]);
      expect(
        await harness.context.queryRows('SELECT * FROM ACCOUNT_CSM_ASSIGNMENTS_CANNE'),
      ).toEqual([]);
      expect((await accountHistory(harness, 'A')).recommendations).toMatchObject([
        { accepted: false, actualCsm: null },
      ]);
    });

    it('leave no changes if a statement is rejected, and the next one works', async () => {
      await seed();
      const failed = harness.transaction(async (session) => {
        await decide(session, 'Mia');
        await session.write({
          name: 'test.wrong',
          tables: [],
          sql: 'DELETE FROM nowhere.to.be_found',
          binds: [],
        });
      });
      await expect(failed).rejects.toMatchObject({ code: expect.any(String) });
      expect((await accountHistory(harness, 'A')).decisions).toEqual([]);
      expect(await harness.transaction((session) => decide(session, 'Mia'))).toBe('won');
    });

    it('are not visible to others before they commit', async () => {
      await seed();
      await harness.transaction(async (session) => {
        await decide(session, 'Mia');
        expect((await accountHistory(harness, 'A')).decisions).toEqual([]);
        expect((await accountHistory(session, 'A')).decisions).toHaveLength(1);
      });
      expect((await accountHistory(harness, 'A')).decisions).toHaveLength(1);
    });
  });
}
