import { describe, expect, it } from 'vitest';
import { readAuditHead } from '@/lib/warehouse/sql/audit';
import { decisionRows } from '@/lib/warehouse/sql/decision-rows';
import {
  insertDecisions,
  type NewDecision,
  newestDecision,
  recentDecisions,
  upsertAssignments,
} from '@/lib/warehouse/sql/decisions';
import { setOutcomes } from '@/lib/warehouse/sql/recommendations';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import { tableNames } from '@/lib/warehouse/tables';
import { seedCompany } from '@/test/support/company';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { hoursAgo } from '@/test/support/test-context';
import { edgeCaseStrings, stringOfLength } from './edge-cases';
import { accountHistory, type ContractHarness } from './harness';
import { decisionRowsInput, hoursLater, newAssignment, newDecision, newOutcome, now } from './rows';

/** Statements that read and write decisions and assignments. */
export function describeDecisions(harness: ContractHarness): void {
  const rowsOf = (overrides: Parameters<typeof decisionRowsInput>[0] = {}) =>
    harness.read(decisionRows(decisionRowsInput(overrides)));
  const seed = async () => {
    const csms = [{ name: 'Ana' }, { name: 'Bo' }];
    await seedCompany(harness.context.warehouse, { csms, accounts: [{ id: 'A' }, { id: 'B' }] });
    await insertExternalRecommendations(harness.context.warehouse, [
      { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(1) },
      { id: 2, account: 'B', csm: 'Bo', at: hoursAgo(1) },
    ]);
  };

  describe('decisions', () => {
    it('have no rows in an empty warehouse', async () => {
      const [auditHead] = await harness.read(readAuditHead());
      expect(await rowsOf()).toEqual([{ question: 'auditHead', ...auditHead }]);
      expect((await accountHistory(harness, 'A')).decisions).toEqual([]);
      expect(await harness.read(newestDecision())).toEqual([]);
      expect(
        await harness.read(recentDecisions(hoursLater(-24), null, { limit: 50, after: null })),
      ).toEqual([]);
    });

    it('are read exactly as written', async () => {
      const values = {
        accountId: edgeCaseStrings[0],
        recommendedCsm: edgeCaseStrings[1],
        csm: stringOfLength(100),
        reason: 'other',
        note: `${stringOfLength(1_900)}${edgeCaseStrings[4]}`,
        at: hoursLater(-1),
      };
      const acknowledgedRules = ['away', 'cooling'];
      const full = newDecision({ ...values, verb: 'override', acknowledgedRules });
      const minimal = newDecision({ accountId: edgeCaseStrings[0], verb: 'reject' });
      expect(await harness.write(insertDecisions([full, minimal]))).toEqual([2]);
      expect((await accountHistory(harness, edgeCaseStrings[0])).decisions).toEqual([
        {
          id: minimal.id,
          recommendationId: '1',
          verb: 'reject',
          recommendedCsm: 'Ana',
          csm: null,
          reason: null,
          note: null,
          acknowledgedRules: [],
          byName: 'Mia',
          at: now,
        },
        {
          id: full.id,
          recommendationId: '1',
          verb: 'override',
          byName: 'Mia',
          acknowledgedRules,
          recommendedCsm: values.recommendedCsm,
          csm: values.csm,
          reason: 'other',
          note: values.note,
          at: values.at,
        },
      ]);
    });

    it('are listed newest first, with ties by ID, up to 100', async () => {
      const ids = Array.from({ length: 120 }, (_, n) => `id-${String(n).padStart(3, '0')}`);
      await harness.write(insertDecisions(ids.map((id) => newDecision({ id }))));
      const read = (await accountHistory(harness, 'A')).decisions;
      expect(read.map(({ id }) => id)).toEqual(ids.toReversed().slice(0, 100));
    });

    it('include who decided last, ignoring undos', async () => {
      await harness.write(
        insertDecisions([
          newDecision({
            at: hoursLater(-2),
            by: { email: 'z@example.com', name: edgeCaseStrings[0] },
          }),
          newDecision({ at: hoursLater(-1), verb: 'undo' }),
        ]),
      );
      expect(await harness.read(newestDecision())).toEqual([
        { byName: edgeCaseStrings[0], at: hoursLater(-2) },
      ]);
    });
  });

  describe('recent decisions', () => {
    const firstPart = { limit: 50, after: null };
    const since = hoursLater(-24);

    it('are listed newest first, with whether they were undone, without undos', async () => {
      const [old, first, second, undone] = [-25, -3, -2, -2].map((hours, n) =>
        newDecision({ id: `d-${n}`, at: hoursLater(hours) }),
      ) as [NewDecision, NewDecision, NewDecision, NewDecision];
      const undo = newDecision({ verb: 'undo', undoes: undone.id });
      const zoe = { email: 'zoe@example.com', name: edgeCaseStrings[0] };
      const byZoe = newDecision({
        id: 'd-4',
        verb: 'override',
        csm: 'Bo',
        by: zoe,
        at: hoursLater(-1),
      });
      await harness.write(insertDecisions([old, first, second, undone, undo, byZoe]));
      const ids = async (by: string | null) =>
        (await harness.read(recentDecisions(since, by, firstPart))).map((row) => [
          row.decisionId,
          row.undone,
        ]);
      const byMia = [
        [undone.id, true],
        [second.id, false],
        [first.id, false],
      ];
      expect(await ids(null)).toEqual([[byZoe.id, false], ...byMia]);
      expect(await ids('mia@example.com')).toEqual(byMia);
      expect((await harness.read(recentDecisions(since, zoe.email, firstPart)))[0]).toEqual({
        requestId: byZoe.requestId,
        decisionId: byZoe.id,
        recommendationId: '1',
        accountId: 'A',
        verb: 'override',
        csm: 'Bo',
        recommendedCsm: 'Ana',
        undone: false,
        byName: zoe.name,
        byEmail: zoe.email,
        at: hoursLater(-1),
        total: 1,
      });
    });

    it('continue in parts, each with how many are left', async () => {
      await harness.write(insertDecisions(Array.from({ length: 5 }, () => newDecision())));
      const first = await harness.read(recentDecisions(since, null, { limit: 3, after: null }));
      const after = first.at(-1)?.decisionId ?? null;
      const rest = await harness.read(recentDecisions(since, null, { limit: 3, after }));
      expect([first[0]?.total, rest[0]?.total]).toEqual([5, 2]);
      const ids = [...first, ...rest].map(({ decisionId }) => decisionId);
      expect(new Set(ids).size).toBe(5);
    });
  });

  describe('the rows that a decision reads', () => {
    const both = { recommendationIds: ['2', '1', '99'], accountIds: ['A', 'B'] };

    it('include each existing recommendation', async () => {
      await seed();
      const rows = await rowsOf(both);
      const found = rowsFor(rows, 'recommendation').sort((a, b) => Number(a.id) - Number(b.id));
      expect(found).toMatchObject([
        { id: '1', accountId: 'A', recommendedCsm: 'Ana', state: 'pending' },
        { id: '2', accountId: 'B', recommendedCsm: 'Bo', state: 'pending' },
      ]);
      expect(new Set(rows.map(({ question }) => question))).toEqual(
        new Set(['recommendation', 'newest', 'auditHead']),
      );
    });

    it('include every decision on the recommendations', async () => {
      await seed();
      const before = newAssignment({ csmName: edgeCaseStrings[0], feedback: null, method: null });
      const decision = newDecision({ verb: 'override', csm: 'Bo', assignmentBefore: before });
      const undo = newDecision({ verb: 'undo', undoes: decision.id, at: hoursLater(1) });
      await harness.write(
        insertDecisions([decision, undo, newDecision({ recommendationId: '2', accountId: 'B' })]),
        setOutcomes([newOutcome({ accepted: false, csm: 'Bo' })]),
      );
      const rows = await rowsOf();
      expect(rowsFor(rows, 'recommendation')).toMatchObject([{ id: '1', state: 'overridden' }]);
      const found = rowsFor(rows, 'decision').sort((a, b) => a.at.getTime() - b.at.getTime());
      const { id, requestId } = decision;
      expect(found).toMatchObject([
        { id, requestId, verb: 'override', csm: 'Bo', byName: 'Mia', at: now, undoes: null },
        { id: undo.id, verb: 'undo', csm: null, undoes: id, assignmentBefore: null },
      ]);
      expect(JSON.parse(found[0]?.assignmentBefore ?? '')).toEqual(before);
    });

    it('include the account’s assignment, also one with only NULL columns', async () => {
      await seed();
      const feedback = `${stringOfLength(486)}${edgeCaseStrings[4].slice(0, 14)}`;
      const stored = newAssignment({ csmName: edgeCaseStrings[0], feedback, method: null });
      const empty = { csmName: null, assignedAt: null, method: null, feedback: null };
      await harness.write(
        upsertAssignments([
          { accountId: 'A', assignment: stored },
          { accountId: 'B', assignment: { ...empty, updatedAt: null } },
        ]),
      );
      const assignments = rowsFor(await rowsOf(both), 'assignment');
      const { csmName, method } = stored;
      expect(assignments.sort((a, b) => a.accountId.localeCompare(b.accountId))).toMatchObject([
        { accountId: 'A', csmName, method, feedback, assignedTime: now, updatedTime: now },
        { accountId: 'B', ...empty, assignedTime: null, updatedTime: null },
      ]);
    });

    it('include what the target CSMs received, and the account’s rejections', async () => {
      await seed();
      await insertExternalRecommendations(harness.context.warehouse, [
        { id: 3, account: 'C', csm: 'Ana', at: hoursAgo(2), accepted: true },
        { id: 4, account: 'C', csm: 'Cy', at: hoursAgo(2), accepted: true },
        { id: 5, account: 'C', csm: 'Bo', at: hoursAgo(2), accepted: true },
        { id: 6, account: 'C', csm: 'Ana', at: hoursAgo(1_000), accepted: true },
      ]);
      await harness.write(
        upsertAssignments([
          { accountId: 'D', assignment: newAssignment({ csmName: 'Cy' }) },
          { accountId: 'E', assignment: newAssignment({ csmName: 'Bo' }) },
        ]),
        insertDecisions([
          newDecision({ verb: 'reject', recommendationId: '7' }),
          newDecision({ verb: 'reject', recommendationId: '8', accountId: 'C' }),
        ]),
      );
      const rows = await rowsOf({ csms: ['Ana', 'Cy'] });
      expect(
        rowsFor(rows, 'accepted')
          .map(({ id }) => id)
          .sort(),
      ).toEqual(['3', '4']);
      expect(rowsFor(rows, 'assigned').map(({ accountId }) => accountId)).toEqual(['D']);
      expect(rowsFor(rows, 'rejected')).toMatchObject([{ accountId: 'A', csm: 'Ana', at: now }]);
    });

    it('include the account’s newest unassigned recommendation since a time', async () => {
      await seed();
      await insertExternalRecommendations(harness.context.warehouse, [
        { id: 3, account: 'A', csm: edgeCaseStrings[0], at: hoursAgo(0.5) },
        { id: 4, account: 'A', csm: 'Bo', at: hoursAgo(0.5) },
        { id: 5, account: 'A', csm: 'Bo', at: hoursAgo(0.1), given: 'Cy' },
        { id: 6, account: 'A', csm: 'Bo', at: hoursAgo(0.1), accepted: true },
        { id: 7, account: 'B', csm: 'Ana', at: hoursAgo(2) },
      ]);
      const newest = async (since: number) => {
        const rows = rowsFor(await rowsOf({ ...both, since: hoursLater(since) }), 'newest');
        return rows.map(({ accountId, id, csm }) => [accountId, id, csm]).sort();
      };
      expect(await newest(-5)).toEqual([
        ['A', '4', 'Bo'],
        ['B', '2', 'Bo'],
      ]);
      expect(await newest(-0.7)).toEqual([['A', '4', 'Bo']]);
    });

    it('include for an undo the account’s decisions in effect', async () => {
      await seed();
      const rejection = newDecision({ verb: 'reject', recommendationId: '4' });
      const undone = newDecision({ recommendationId: '5' });
      const undo = newDecision({ recommendationId: '5', verb: 'undo', undoes: undone.id });
      await harness.write(insertDecisions([rejection, undone, undo]));
      const rows = await rowsOf({ undoAccountIds: ['A'] });
      expect(rowsFor(rows, 'decided')).toMatchObject([
        { accountId: 'A', id: rejection.id, at: now },
      ]);
      expect(rowsFor(await rowsOf(), 'decided')).toEqual([]);
    });
  });

  describe('assignments', () => {
    const allAssignments = () =>
      harness.context.queryRows(
        `SELECT account_id, csm_name, assignment_method FROM ${tableNames.assignments} ORDER BY account_id`,
      );
    const row = (account: string, csm: string, method: string | null) => ({
      account_id: account,
      csm_name: csm,
      assignment_method: method,
    });

    it('are inserted, updated, and deleted in one statement', async () => {
      const first = newAssignment();
      const assignments = ['A', 'B', 'C'].map((accountId) => ({ accountId, assignment: first }));
      expect(await harness.write(upsertAssignments(assignments))).toEqual([3]);
      const changed = newAssignment({ csmName: edgeCaseStrings[0], method: null });
      expect(
        await harness.write(
          upsertAssignments([
            { accountId: 'A', assignment: null },
            { accountId: 'B', assignment: changed },
            { accountId: 'D', assignment: changed },
            { accountId: 'missing', assignment: null },
          ]),
        ),
      ).toEqual([3]);
      expect(await allAssignments()).toEqual([
        row('B', edgeCaseStrings[0], null),
        row('C', 'Ana', 'batch_optimized'),
        row('D', edgeCaseStrings[0], null),
      ]);
    });

    it('are inserted and deleted 500 at a time', async () => {
      const accountIds = Array.from({ length: 500 }, (_, n) => `A-${n}`);
      const setAll = (assignment: ReturnType<typeof newAssignment> | null) =>
        upsertAssignments(accountIds.map((accountId) => ({ accountId, assignment })));
      expect(await harness.write(setAll(newAssignment()))).toEqual([500]);
      expect(await harness.write(setAll(null))).toEqual([500]);
      expect(await allAssignments()).toEqual([]);
    });
  });
}
