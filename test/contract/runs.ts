import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '@/lib/time';
import { insertDecisions } from '@/lib/warehouse/sql/decisions';
import {
  acquireExpiredLock,
  acquireLock,
  ensureLock,
  readLock,
  renewLock,
} from '@/lib/warehouse/sql/locks';
import { insertRunDeferrals, runDeferrals } from '@/lib/warehouse/sql/run-deferrals';
import { insertRunInput, runInput } from '@/lib/warehouse/sql/run-inputs';
import {
  failAbandonedRuns,
  failAllRuns,
  finishRun,
  insertRun,
  markRolledBack,
  newestTimeAhead,
  runById,
  runByKey,
  runInProgress,
  runsPage,
} from '@/lib/warehouse/sql/runs';
import { tableNames } from '@/lib/warehouse/tables';
import { edgeCaseStrings, stringOfLength } from './edge-cases';
import type { ContractHarness } from './harness';
import { hoursLater, newDecision, newRun, now } from './rows';

/** Statements on runs and the run lock. */
export function describeRuns(harness: ContractHarness): void {
  const end = { stage: 'saving', at: hoursLater(1), placed: null, deferred: null } as const;
  const succeeded = { ...end, status: 'succeeded', failure: null, result: null } as const;

  describe('runs', () => {
    it('have no rows in an empty warehouse', async () => {
      expect(await harness.read(runById('r'))).toEqual([]);
      expect(await harness.read(runInput('r'))).toEqual([]);
      expect(await harness.read(runsPage({ limit: 10, offset: 0 }))).toEqual([]);
      expect(
        await harness.write(
          finishRun({ ...succeeded, id: 'r' }),
          failAbandonedRuns(now),
          failAllRuns(now),
        ),
      ).toEqual([0, 0, 0]);
      expect(await harness.read(runInProgress())).toEqual([]);
      expect(await harness.read(newestTimeAhead(now, hoursLater(1)))).toEqual([]);
    });

    it('are read with every inserted value while in progress', async () => {
      const by = { email: `o'hara+?@example.com`, name: edgeCaseStrings[0] };
      const run = newRun({
        mode: 'single',
        dryRun: true,
        accountId: stringOfLength(50),
        batchSize: 1,
        maxPerRun: 3,
        by,
      });
      await harness.write(insertRun(run));
      expect(await harness.read(runById(run.id))).toEqual([
        {
          id: run.id,
          mode: 'single',
          dryRun: true,
          accountId: stringOfLength(50),
          batchSize: 1,
          status: 'running',
          stage: 'reading',
          startedBy: by.email,
          startedByName: by.name,
          startedAt: now,
          finishedAt: null,
          policyVersion: 1,
          maxPerRun: 3,
          placed: null,
          deferred: null,
          failureCode: null,
          failure: null,
          result: null,
          rolledBackAt: null,
          rolledBackByName: null,
        },
      ]);
    });

    it('are found by the key that their starter gave them', async () => {
      const by = { email: 'token:Nightly run', name: 'Nightly run' };
      const idempotency = { key: edgeCaseStrings[0], inputHash: 'hash' };
      expect(await harness.read(runByKey(by.email, idempotency.key))).toEqual([]);
      await harness.write(insertRun(newRun({ id: 'keyed', by, idempotency })));
      expect(await harness.read(runByKey(by.email, idempotency.key))).toEqual([
        { id: 'keyed', inputHash: 'hash' },
      ]);
      expect(await harness.read(runByKey('mia@example.com', idempotency.key))).toEqual([]);
    });

    it('say who rolled them back', async () => {
      const by = { email: 'mia@example.com', name: edgeCaseStrings[0] };
      await harness.write(insertRun(newRun({ id: 'r' })));
      const rollback = (id: string) => markRolledBack(id, by, hoursLater(2));
      expect(await harness.write(rollback('r'), rollback('other'))).toEqual([1, 0]);
      expect(await harness.read(runById('r'))).toMatchObject([
        { rolledBackAt: hoursLater(2), rolledBackByName: by.name },
      ]);
    });

    it('start one at a time, and each only once', async () => {
      const first = insertRun(newRun({ id: 'first' }));
      const second = insertRun(newRun({ id: 'second' }));
      expect(await harness.write(first, second, first)).toEqual([1, 0, 0]);
      expect(await harness.read(runInProgress())).toMatchObject([{ id: 'first' }]);
      await harness.write(finishRun({ ...succeeded, id: 'first' }));
      expect(await harness.write(first, second)).toEqual([0, 1]);
      expect(await harness.read(runInProgress())).toMatchObject([{ id: 'second' }]);
    });

    it('finish only once, with a result of up to 500 kB', async () => {
      const result = JSON.stringify({ texts: edgeCaseStrings, long: stringOfLength(500_000) });
      await harness.write(insertRun(newRun({ id: 'r' })));
      const finish = finishRun({ ...succeeded, id: 'r', placed: 7, deferred: 0, result });
      expect(await harness.write(finish)).toEqual([1]);
      expect(await harness.write(finish)).toEqual([0]);
      const failure = { code: 'x', message: 'too late' };
      const lateFailure = finishRun({ ...end, status: 'failed', id: 'r', failure, result: null });
      expect(await harness.write(lateFailure)).toEqual([0]);
      expect(await harness.read(runById('r'))).toMatchObject([
        {
          status: 'succeeded',
          finishedAt: hoursLater(1),
          placed: 7,
          deferred: 0,
          failure: null,
          result,
        },
      ]);
    });

    it('store what they were solved from, of any length', async () => {
      const long = Array.from({ length: 150_000 }, (_, n) => `${n}`.padStart(12, '.')).join('');
      await harness.write(...insertRunInput('long', long), ...insertRunInput('short', 'aGk='));
      const stored = await harness.read(runInput('long'));
      expect(stored.length).toBeGreaterThan(1);
      expect(stored.map(({ input }) => input).join('') === long).toBe(true);
      expect(await harness.read(runInput('short'))).toEqual([{ input: 'aGk=' }]);
    });

    it('store all accounts that they did not place, and read those from one place to another', async () => {
      const accounts = edgeCaseStrings.map((text, n) => `${n} ${text}`);
      const deferrals = Array.from({ length: 5_000 }, (_, n) => {
        const accountId = accounts[n] ?? `account ${n}`;
        return { accountId, json: JSON.stringify({ accountId, name: 'x'.repeat(200), n }) };
      });
      const commands = insertRunDeferrals('many', deferrals);
      expect(commands.length).toBeGreaterThan(1);
      await harness.write(...commands, ...insertRunDeferrals('other', deferrals.slice(0, 2)));
      const read = async (from: number, to: number) => {
        const parts = await harness.read(runDeferrals('many', { from, to }));
        return {
          first: parts[0]?.start,
          rows: parts.flatMap((part) => JSON.parse(part.deferrals)),
        };
      };
      const all = await read(0, 5_000);
      expect(
        all.rows.map((row) => JSON.stringify(row)).join() ===
          deferrals.map(({ json }) => json).join(),
      ).toBe(true);
      const some = await read(2_000, 2_001);
      expect(some.rows.length).toBeLessThan(1_000);
      expect(some.rows[2_000 - (some.first ?? 0)]).toMatchObject({ n: 2_000 });
      expect((await read(5_000, 6_000)).rows).toEqual([]);
      expect(await harness.read(runDeferrals('no run', { from: 0, to: 9 }))).toEqual([]);
    });

    it('store a snapshot in columns that the run page does not read', async () => {
      const snapshot = {
        fairness: JSON.stringify({ before: edgeCaseStrings }),
        unavailable: JSON.stringify({ cooling: [stringOfLength(50_000)], away: edgeCaseStrings }),
        books: JSON.stringify(Object.fromEntries(edgeCaseStrings.map((name) => [name, [1, 2]]))),
      };
      const { fairness, unavailable, books } = snapshot;
      await harness.write(insertRun(newRun({ id: 'r' })));
      await harness.write(finishRun({ ...succeeded, id: 'r', snapshot }));
      await harness.write(insertRun(newRun({ id: 's' })));
      await harness.write(finishRun({ ...succeeded, id: 's' }));
      expect(
        await harness.context.queryRows(
          `SELECT fairness, unavailable, books FROM ${tableNames.runs} ORDER BY run_id`,
        ),
      ).toEqual([
        { fairness, unavailable, books },
        { fairness: null, unavailable: null, books: null },
      ]);
      const [run] = await harness.read(runById('r'));
      expect(Object.keys(run ?? {})).not.toContain('fairness');
    });

    it('store the failure message', async () => {
      await harness.write(insertRun(newRun({ id: 'r' })));
      const failure = { code: 'warehouse_busy', message: edgeCaseStrings.join(' ') };
      await harness.write(
        finishRun({ ...end, status: 'failed', stage: 'solving', id: 'r', failure, result: null }),
      );
      expect(await harness.read(runById('r'))).toMatchObject([
        { status: 'failed', stage: 'solving', failureCode: failure.code, failure: failure.message },
      ]);
    });

    it('are listed in pages, newest first, then by id', async () => {
      const runs = [0, 1, 1, 2].map((hours, n) => newRun({ id: `r${n}`, at: hoursLater(hours) }));
      const commands = runs.flatMap((run) => [
        insertRun(run),
        finishRun({ ...succeeded, id: run.id }),
      ]);
      await harness.write(...commands);
      const ids = async (limit: number, offset: number) =>
        (await harness.read(runsPage({ limit, offset }))).map((run) => `${run.id}/${run.total}`);
      expect(await ids(3, 0)).toEqual(['r3/4', 'r2/4', 'r1/4']);
      expect(await ids(3, 3)).toEqual(['r0/4']);
      expect(await ids(3, 6)).toEqual([]);
      const after = (await harness.read(runsPage({ limit: 2, offset: 0 })))[1]?.key ?? null;
      const rest = await harness.read(runsPage({ limit: 9, after }));
      expect(rest.map(({ id }) => id)).toEqual(['r1', 'r0']);
    });

    it('and decisions ahead of the clock are found, up to a time', async () => {
      const [ran, decided] = [hoursLater(1), hoursLater(2)];
      await harness.write(
        insertRun(newRun({ at: ran })),
        ...insertDecisions([newDecision({ at: decided })]),
      );
      const newest = (from: Date, until: Date) => harness.read(newestTimeAhead(from, until));
      expect(await newest(now, ran)).toEqual([ran]);
      expect(await newest(now, hoursLater(3))).toEqual([decided]);
      expect(await newest(decided, hoursLater(3))).toEqual([]);
    });

    it('are recorded as interrupted if their process died, but not while they hold a valid lock', async () => {
      const lock = { name: 'run', holder: 'r', ttlMs: HOUR_MS } as const;
      // A server whose clock is ahead started it.
      await harness.write(insertRun(newRun({ id: 'r', at: hoursLater(24) })));
      expect(await harness.write(acquireLock(lock), failAbandonedRuns(now))).toEqual([1, 0]);
      const renewed = renewLock({ ...lock, ttlMs: -MINUTE_MS });
      expect(await harness.write(renewed, failAbandonedRuns(hoursLater(2)))).toEqual([1, 1]);
      expect(await harness.read(runById('r'))).toMatchObject([
        { status: 'failed', failureCode: 'interrupted', finishedAt: hoursLater(2) },
      ]);
      expect(await harness.write(insertRun(newRun({ id: 'next' })), failAllRuns(now))).toEqual([
        1, 1,
      ]);
    });
  });

  describe('the run lock', () => {
    const lock = (holder: string, ttlMs = HOUR_MS) => ({ name: 'run', holder, ttlMs }) as const;
    const acquire = (holder: string) => acquireLock(lock(holder));

    it('stays one row when ensured repeatedly', async () => {
      expect(await harness.write(ensureLock('run'))).toEqual([0]);
      expect(await harness.read(readLock('run'))).toEqual([
        { name: 'run', holder: null, expires_at: null },
      ]);
    });

    it('cannot be acquired until its row is inserted', async () => {
      const missing = 'other' as 'run';
      expect(await harness.read(readLock(missing))).toEqual([]);
      expect(await harness.write(acquireLock({ ...lock('a'), name: missing }))).toEqual([0]);
      await expect(
        harness.transaction(async (session) => {
          expect(await session.write(ensureLock(missing))).toBe(1);
          throw new Error('roll back');
        }),
      ).rejects.toThrow('roll back');
      expect(await harness.read(readLock(missing))).toEqual([]);
    });

    it('can be acquired, kept, and renewed, and passes to another run after it expires', async () => {
      const holder = edgeCaseStrings[0];
      expect(await harness.write(acquire(holder))).toEqual([1]);
      await harness.write(insertRun(newRun({ id: holder })));
      expect(await harness.write(acquire('b'), acquire(holder))).toEqual([0, 1]);
      const expiresAt = async () => (await harness.read(readLock('run')))[0]?.expires_at?.getTime();
      const before = (await expiresAt()) ?? 0;
      expect(await harness.write(renewLock(lock(holder, 2 * HOUR_MS)))).toEqual([1]);
      expect((await expiresAt()) ?? 0).toBeGreaterThanOrEqual(before + HOUR_MS);
      expect(await harness.write(acquireExpiredLock(lock('b')))).toEqual([0]);
      expect(await harness.write(renewLock(lock(holder, -MINUTE_MS)))).toEqual([1]);
      expect(await harness.write(acquireExpiredLock(lock('b')))).toEqual([1]);
      expect(await harness.write(renewLock(lock(holder)))).toEqual([0]);
      expect(await harness.read(readLock('run'))).toMatchObject([{ holder: 'b' }]);
    });

    it('is free once its holder’s run has ended', async () => {
      await harness.write(acquire('a'), insertRun(newRun({ id: 'a' })));
      expect(await harness.write(acquire('b'))).toEqual([0]);
      await harness.write(finishRun({ ...succeeded, id: 'a' }));
      expect(await harness.write(acquire('b'))).toEqual([1]);
      expect(await harness.read(readLock('run'))).toMatchObject([{ holder: 'b' }]);
    });
  });
}
