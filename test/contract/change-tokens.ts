import { describe, expect, it } from 'vitest';
import { changedTables } from '@/lib/read-model/change-detector';
import { changeTokens } from '@/lib/warehouse/sql/change-tokens';
import { insertDecisions } from '@/lib/warehouse/sql/decisions';
import { finishRun, insertRun } from '@/lib/warehouse/sql/runs';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { hoursAgo } from '@/test/support/test-context';
import type { ContractHarness } from './harness';
import { hoursLater, newDecision, newRun } from './rows';

/** The aggregates by which changes of others are detected. */
export function describeChangeTokens(harness: ContractHarness): void {
  const tokens = async () => {
    const rows = await harness.read(changeTokens('aggregates'));
    return new Map(rows.map(({ watched, token }) => [watched, token]));
  };
  const changedBy = async (work: () => Promise<unknown>) => {
    const before = await tokens();
    await work();
    return [...changedTables(before, await tokens())];
  };

  describe('the change tokens', () => {
    it('stay the same without a change, also of empty tables', async () => {
      expect(await changedBy(async () => {})).toEqual([]);
      expect([...(await tokens()).values()]).not.toContain(null);
    });

    it('change with each table', async () => {
      const { warehouse } = harness.context;
      const one = { account: 'A-1', csm: 'Ana', at: hoursAgo(2) };
      expect(await changedBy(() => insertExternalRecommendations(warehouse, [one]))).toEqual([
        'recommendations',
      ]);
      expect(await changedBy(() => upsertExternalAssignments(warehouse, [one]))).toEqual([
        'assignments',
      ]);
      expect(await changedBy(() => harness.write(insertDecisions([newDecision()])))).toEqual([
        'decisions',
      ]);
      expect(await changedBy(() => harness.write(insertRun(newRun())))).toEqual(['runs']);
    });

    it('change when a row is updated', async () => {
      const { warehouse } = harness.context;
      const assignment = { account: 'A-1', csm: 'Ana', at: hoursAgo(2) };
      await upsertExternalAssignments(warehouse, [assignment]);
      const later = { ...assignment, at: hoursAgo(1) };
      expect(await changedBy(() => upsertExternalAssignments(warehouse, [later]))).toEqual([
        'assignments',
      ]);
      await harness.write(insertRun(newRun()));
      const finished = finishRun({
        id: newRun().id,
        status: 'cancelled',
        stage: 'reading',
        at: hoursLater(1),
        placed: null,
        deferred: null,
        failure: null,
        result: null,
      });
      expect(await changedBy(() => harness.write(finished))).toEqual(['runs']);
    });
  });
}
