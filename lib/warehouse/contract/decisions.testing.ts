import { describe, expect, it } from 'vitest';
import { hoursAgo } from '@/lib/testing/desk';
import { recommendElsewhere } from '@/lib/testing/other-program';
import { seedCompany } from '@/lib/testing/small-company';
import { names } from '../names';
import { putAssignments } from '../sql/assignments';
import { decisionContext } from '../sql/decision-context';
import { decisionsOfAccount, insertDecisions } from '../sql/decisions';
import { firstDecision } from '../sql/first-decision';
import { newestDecision } from '../sql/newest-decision';
import { setOutcome } from '../sql/recommendations';
import { awkwardTexts, textOf } from './awkward.testing';
import type { Bench } from './bench.testing';
import { later, limits, newAssignment, newDecision, now } from './rows.testing';

/** What is written and read of decisions and assignments. */
export function describeDecisions(bench: Bench): void {
  const context = (ids: string[], more: { csm?: string; requestId?: string } = {}) =>
    bench.read(decisionContext({ ids, requestId: 'none', csm: null, now, limits, ...more }));
  const seed = async () => {
    const csms = [{ name: 'Ana' }, { name: 'Bo' }];
    await seedCompany(bench.desk.warehouse, { csms, accounts: [{ id: 'A' }, { id: 'B' }] });
    await recommendElsewhere(bench.desk.warehouse, [
      { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(1) },
      { id: 2, account: 'B', csm: 'Bo', at: hoursAgo(1) },
    ]);
  };

  describe('decisions', () => {
    it('answer nothing where there are none', async () => {
      expect(await context(['1'])).toEqual([]);
      expect(await bench.read(decisionsOfAccount('A'))).toEqual([]);
      expect(await bench.read(firstDecision('1', 'none'))).toEqual([]);
      expect(await bench.read(newestDecision())).toEqual([]);
    });

    it('are read as they were written, to the last letter', async () => {
      const said = {
        ...{ accountId: awkwardTexts[0], recommendedCsm: awkwardTexts[1], csm: textOf(100) },
        ...{ reason: 'other', note: `${textOf(1_900)}${awkwardTexts[4]}`, at: later(-1) },
      };
      const setAside = ['away', 'cooling'];
      const full = newDecision({ ...said, verb: 'override', setAside });
      const bare = newDecision({ accountId: awkwardTexts[0], verb: 'reject' });
      expect(await bench.write(insertDecisions([full, bare]))).toEqual([2]);
      expect(await bench.read(decisionsOfAccount(awkwardTexts[0]))).toEqual([
        {
          ...{ id: bare.id, recommendationId: '1', verb: 'reject', recommendedCsm: 'Ana' },
          ...{ csm: null, reason: null, note: null, setAside: [], byName: 'Mia', at: now },
        },
        {
          ...{ id: full.id, recommendationId: '1', verb: 'override', byName: 'Mia', setAside },
          ...{ recommendedCsm: said.recommendedCsm, csm: said.csm, reason: 'other' },
          ...{ note: said.note, at: said.at },
        },
      ]);
    });

    it('come newest first, ties by id, a hundred at most', async () => {
      const ids = Array.from({ length: 120 }, (_, n) => `id-${String(n).padStart(3, '0')}`);
      await bench.write(insertDecisions(ids.map((id) => newDecision({ id }))));
      const read = await bench.read(decisionsOfAccount('A'));
      expect(read.map(({ id }) => id)).toEqual(ids.toReversed().slice(0, 100));
    });

    it('say who decided last, undoing apart', async () => {
      await bench.write(
        insertDecisions([
          newDecision({ at: later(-2), by: { email: 'z@example.com', name: awkwardTexts[0] } }),
          newDecision({ at: later(-1), verb: 'undo' }),
        ]),
      );
      expect(await bench.read(newestDecision())).toEqual([
        { byName: awkwardTexts[0], at: later(-2) },
      ]);
    });

    it('tell who was first to decide, unless it was the same request', async () => {
      await seed();
      const decision = newDecision({ verb: 'override', csm: 'Bo' });
      await bench.write(
        insertDecisions([decision]),
        setOutcome(['1'], { kind: 'overridden', csm: 'Bo' }),
      );
      expect(await bench.read(firstDecision('1', 'other'))).toEqual([
        {
          state: 'overridden',
          decision: { id: decision.id, verb: 'override', csm: 'Bo', byName: 'Mia', at: now },
        },
      ]);
      expect(await bench.read(firstDecision('1', decision.requestId))).toEqual([]);
      expect(await bench.read(firstDecision('2', 'other'))).toEqual([]);
    });
  });

  describe('what a decision must know', () => {
    it('is a row for each recommendation that is there', async () => {
      await seed();
      const rows = await context(['2', '1', '99']);
      const unknown = {
        ...{ restorable: null, answered: null, assignment: null, assignedAt: null },
        ...{ assignmentUpdatedAt: null, newestDecidedAt: null, state: 'pending', flags: [] },
      };
      expect(rows).toMatchObject([
        { id: '1', accountId: 'A', targetCsm: 'Ana', newestRecommendedAt: later(-1), ...unknown },
        { id: '2', accountId: 'B', targetCsm: 'Bo', newestRecommendedAt: later(-1), ...unknown },
      ]);
    });

    it('includes the account’s row, the first answer and what an undo restores', async () => {
      await seed();
      const feedback = `${textOf(486)}${awkwardTexts[4].slice(0, 14)}`;
      const before = newAssignment({ csmName: awkwardTexts[0], feedback, method: null });
      const decision = newDecision({ before });
      await bench.write(
        insertDecisions([decision]),
        putAssignments([{ accountId: 'A', assignment: before }]),
        setOutcome(['1'], { kind: 'accepted' }),
      );
      const [row] = await context(['1'], { requestId: decision.requestId, csm: awkwardTexts[1] });
      expect(row).toMatchObject({
        state: 'accepted',
        targetCsm: awkwardTexts[1],
        restorable: before,
        answered: { id: decision.id, verb: 'accept', csm: 'Ana', at: now },
        assignment: { csmName: awkwardTexts[0], method: null, feedback },
        ...{ assignedAt: now, assignmentUpdatedAt: now, newestDecidedAt: now },
      });
    });

    it('reads an assignment without anything in it', async () => {
      await seed();
      const empty = { csmName: null, assignedAt: null, method: null, feedback: null };
      const assignment = { ...empty, updatedAt: null };
      await bench.write(putAssignments([{ accountId: 'A', assignment }]));
      expect((await context(['1']))[0]).toMatchObject({ assignment, assignedAt: null });
    });
  });

  describe('assignments', () => {
    const all = () =>
      bench.desk.ask(
        `SELECT account_id, csm_name, assignment_method FROM ${names.assignments} ORDER BY account_id`,
      );
    const row = (account: string, csm: string, method: string | null) => ({
      ...{ account_id: account, csm_name: csm, assignment_method: method },
    });

    it('are written, changed and removed in one statement', async () => {
      const first = newAssignment();
      const put = ['A', 'B', 'C'].map((accountId) => ({ accountId, assignment: first }));
      expect(await bench.write(putAssignments(put))).toEqual([3]);
      const changed = newAssignment({ csmName: awkwardTexts[0], method: null });
      expect(
        await bench.write(
          putAssignments([
            { accountId: 'A', assignment: null },
            { accountId: 'B', assignment: changed },
            { accountId: 'D', assignment: changed },
            { accountId: 'never', assignment: null },
          ]),
        ),
      ).toEqual([3]);
      expect(await all()).toEqual([
        row('B', awkwardTexts[0], null),
        row('C', 'Ana', 'batch_optimized'),
        row('D', awkwardTexts[0], null),
      ]);
    });

    it('are written 500 at once, and removed again', async () => {
      const put = Array.from({ length: 500 }, (_, n) => `A-${n}`);
      const each = (assignment: ReturnType<typeof newAssignment> | null) =>
        putAssignments(put.map((accountId) => ({ accountId, assignment })));
      expect(await bench.write(each(newAssignment()))).toEqual([500]);
      expect(await bench.write(each(null))).toEqual([500]);
      expect(await all()).toEqual([]);
    });
  });
}
