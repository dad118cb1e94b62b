import { describe, expect, it } from 'vitest';
import { decisionContext } from '@/lib/warehouse/sql/decision-context';
import {
  currentDecision,
  decisionsOfAccount,
  insertDecisions,
  newestDecision,
  upsertAssignments,
} from '@/lib/warehouse/sql/decisions';
import { setOutcome } from '@/lib/warehouse/sql/recommendations';
import { tableNames } from '@/lib/warehouse/tables';
import { seedCompany } from '@/test/support/company';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { hoursAgo } from '@/test/support/test-context';
import { edgeCaseStrings, stringOfLength } from './edge-cases';
import type { ContractHarness } from './harness';
import { hoursLater, limits, newAssignment, newDecision, now } from './rows';

/** Statements that read and write decisions and assignments. */
export function describeDecisions(harness: ContractHarness): void {
  const context = (ids: string[], overrides: { csm?: string; requestId?: string } = {}) =>
    harness.read(decisionContext({ ids, requestId: 'none', csm: null, now, limits, ...overrides }));
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
      expect(await context(['1'])).toEqual([]);
      expect(await harness.read(decisionsOfAccount('A'))).toEqual([]);
      expect(await harness.read(currentDecision('1', 'none'))).toEqual([]);
      expect(await harness.read(newestDecision())).toEqual([]);
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
      expect(await harness.read(decisionsOfAccount(edgeCaseStrings[0]))).toEqual([
        {
          ...{ id: minimal.id, recommendationId: '1', verb: 'reject', recommendedCsm: 'Ana' },
          ...{ csm: null, reason: null, note: null, acknowledgedRules: [], byName: 'Mia', at: now },
        },
        {
          ...{
            id: full.id,
            recommendationId: '1',
            verb: 'override',
            byName: 'Mia',
            acknowledgedRules,
          },
          ...{ recommendedCsm: values.recommendedCsm, csm: values.csm, reason: 'other' },
          ...{ note: values.note, at: values.at },
        },
      ]);
    });

    it('are listed newest first, with ties by ID, up to 100', async () => {
      const ids = Array.from({ length: 120 }, (_, n) => `id-${String(n).padStart(3, '0')}`);
      await harness.write(insertDecisions(ids.map((id) => newDecision({ id }))));
      const read = await harness.read(decisionsOfAccount('A'));
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

    it('include the current decision, unless the same request made it', async () => {
      await seed();
      const decision = newDecision({ verb: 'override', csm: 'Bo' });
      await harness.write(
        insertDecisions([decision]),
        setOutcome(['1'], { kind: 'overridden', csm: 'Bo' }),
      );
      expect(await harness.read(currentDecision('1', 'other'))).toEqual([
        {
          state: 'overridden',
          decision: { id: decision.id, verb: 'override', csm: 'Bo', byName: 'Mia', at: now },
        },
      ]);
      expect(await harness.read(currentDecision('1', decision.requestId))).toEqual([]);
      expect(await harness.read(currentDecision('2', 'other'))).toEqual([]);
    });
  });

  describe('the decision context', () => {
    it('has a row for each existing recommendation', async () => {
      await seed();
      const rows = await context(['2', '1', '99']);
      const defaults = {
        ...{ assignmentToRestore: null, earlierOutcome: null, assignment: null, assignedAt: null },
        ...{ assignmentUpdatedAt: null, newestDecidedAt: null, state: 'pending', flags: [] },
      };
      expect(rows).toMatchObject([
        {
          id: '1',
          accountId: 'A',
          targetCsm: 'Ana',
          newestRecommendedAt: hoursLater(-1),
          ...defaults,
        },
        {
          id: '2',
          accountId: 'B',
          targetCsm: 'Bo',
          newestRecommendedAt: hoursLater(-1),
          ...defaults,
        },
      ]);
    });

    it('includes the assignment, the request’s original outcome, and the assignment to restore on undo', async () => {
      await seed();
      const feedback = `${stringOfLength(486)}${edgeCaseStrings[4].slice(0, 14)}`;
      const before = newAssignment({ csmName: edgeCaseStrings[0], feedback, method: null });
      const decision = newDecision({ assignmentBefore: before });
      await harness.write(
        insertDecisions([decision]),
        upsertAssignments([{ accountId: 'A', assignment: before }]),
        setOutcome(['1'], { kind: 'accepted' }),
      );
      const [row] = await context(['1'], {
        requestId: decision.requestId,
        csm: edgeCaseStrings[1],
      });
      expect(row).toMatchObject({
        state: 'accepted',
        targetCsm: edgeCaseStrings[1],
        assignmentToRestore: before,
        earlierOutcome: { id: decision.id, verb: 'accept', csm: 'Ana', at: now },
        assignment: { csmName: edgeCaseStrings[0], method: null, feedback },
        ...{ assignedAt: now, assignmentUpdatedAt: now, newestDecidedAt: now },
      });
    });

    it('reads an assignment with only NULL columns', async () => {
      await seed();
      const empty = { csmName: null, assignedAt: null, method: null, feedback: null };
      const assignment = { ...empty, updatedAt: null };
      await harness.write(upsertAssignments([{ accountId: 'A', assignment }]));
      expect((await context(['1']))[0]).toMatchObject({ assignment, assignedAt: null });
    });
  });

  describe('assignments', () => {
    const allAssignments = () =>
      harness.context.queryRows(
        `SELECT account_id, csm_name, assignment_method FROM ${tableNames.assignments} ORDER BY account_id`,
      );
    const row = (account: string, csm: string, method: string | null) => ({
      ...{ account_id: account, csm_name: csm, assignment_method: method },
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
