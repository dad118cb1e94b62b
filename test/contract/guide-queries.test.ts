import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOUR_MS } from '@/lib/time';
import { tableNames } from '@/lib/warehouse/tables';
import type { Warehouse } from '@/lib/warehouse/types';
import { describeOnEveryBackend } from '@/test/support/describe-backends';
import { guideQueries } from '@/test/support/guide-queries';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { type TemporaryWarehouse, temporaryWarehouse } from '@/test/support/test-warehouse';

/** The queries use the engine's clock, so the rows are dated relative to the real time. */
async function seed(warehouse: Warehouse): Promise<void> {
  const started = Date.now();
  const ago = (hours: number) => new Date(started - hours * HOUR_MS).toISOString();
  const [john, jane] = ['John Smith', 'Jane'];
  const none = { segment: null, level: null };
  const single = { ...none, method: 'single_optimized', runId: 'r2' };
  const batch = { ...none, runId: 'r1' };
  const [highNeed, lowNeed] = [
    { account: 'YOUR_ACCOUNT_ID', neediness: 8, health: 50, revenue: 1_000 },
    { neediness: 2, health: 90, revenue: 3_000 },
  ];
  const assignedTo = (csm: string) => ({ csm, accepted: true, given: csm });
  await insertExternalRecommendations(warehouse, [
    { ...single, ...highNeed, ...assignedTo(john), id: 1, at: ago(0), score: 90, feedback: 'fine' },
    { ...batch, ...highNeed, id: 2, csm: jane, at: ago(48), score: 60, given: john },
    { ...batch, ...lowNeed, ...assignedTo(jane), id: 3, account: 'B', at: ago(30), score: 80 },
    {
      ...batch,
      ...lowNeed,
      ...assignedTo(jane),
      id: 4,
      account: 'C',
      at: ago(960),
      score: 99,
      runId: 'r0',
    },
    { ...single, id: 5, account: 'D', csm: jane, at: ago(0), score: 40, feedback: 'low' },
    {
      ...batch,
      ...assignedTo(john),
      id: 6,
      account: 'E',
      at: ago(72),
      score: 70,
      neediness: 4,
      health: 70,
      revenue: 2_000,
    },
  ]);
  await upsertExternalAssignments(warehouse, [
    { account: 'YOUR_ACCOUNT_ID', csm: john, at: ago(0) },
    { account: 'B', csm: jane, at: ago(30) },
    { account: 'X', csm: john, at: ago(960) },
  ]);
  await warehouse.script(`
INSERT INTO ${tableNames.onboardingSource} (account_id_ob, tenant_id, success_transition_status_ob) VALUES
  ('N', 'T1', 'Needs CSM'), ('M', 'T2', 'Complete'), (NULL, 'T3', 'Needs CSM');
INSERT INTO ${tableNames.activeCsms} VALUES ('Zoe'), ('John Smith');`);
}

type Rows = Record<string, unknown>[];

const column = (rows: Rows, name: string) => rows.map((row) => row[name]);
const sortedByCsm = (rows: Rows) =>
  rows.sort((a, b) => String(a.recommended_csm).localeCompare(String(b.recommended_csm)));

describeOnEveryBackend("the guide's queries, verbatim", (on) => {
  let temporary: TemporaryWarehouse;
  beforeAll(async () => {
    temporary = await temporaryWarehouse(undefined, on);
    await seed(temporary.warehouse);
  });
  afterAll(() => temporary?.dispose());

  async function run(name: keyof typeof guideQueries): Promise<Rows> {
    const { columns, rows } = await temporary.warehouse.script(guideQueries[name]);
    const keys = columns.map((column) => column.toLowerCase());
    return rows.map((row) => Object.fromEntries(keys.map((key, index) => [key, row[index]])));
  }

  it.each([
    ['recommendationsToday', [1, 5]],
    ['recommendationsForAccount', [1, 2]],
    ['acceptedRecommendations', [1, 3, 4, 6]],
    ['latestRun', [1, 5]],
  ] as const)('%s returns the expected recommendations', async (name, ids) => {
    expect(column(await run(name), 'recommendation_id').sort()).toEqual(ids);
  });

  it.each([
    ['assignmentForAccount', ['YOUR_ACCOUNT_ID']],
    ['assignmentsOfCsm', ['YOUR_ACCOUNT_ID', 'X']],
    ['recentAssignments', ['YOUR_ACCOUNT_ID', 'B']],
    ['assignmentsJustMade', ['YOUR_ACCOUNT_ID']],
  ] as const)('%s returns the expected assignments, newest first', async (name, accounts) => {
    expect(column(await run(name), 'account_id')).toEqual(accounts);
  });

  it('latestRun returns every column that the guide lists', async () => {
    const [row] = await run('latestRun');
    expect(row).toMatchObject({
      recommendation_id: 1,
      account_id: 'YOUR_ACCOUNT_ID',
      recommended_csm: 'John Smith',
      recommendation_timestamp: expect.any(Date),
      assignment_method: 'single_optimized',
      neediness_score: 8,
      health_score: 50,
      revenue: 1000,
      account_segment: null,
      account_level: null,
      optimization_score: 90,
      llm_feedback: 'fine',
      was_assigned: true,
      actual_assigned_csm: 'John Smith',
      run_id: 'r2',
      batch_size: 1,
    });
  });

  it('workloadDistribution counts the last seven days', async () => {
    expect(sortedByCsm(await run('workloadDistribution'))).toEqual([
      { recommended_csm: 'Jane', total_recommendations: 3, accepted_assignments: 1, avg_score: 60 },
      {
        recommended_csm: 'John Smith',
        total_recommendations: 2,
        accepted_assignments: 2,
        avg_score: 80,
      },
    ]);
  });

  it('csmPerformance averages the recommendations accepted in 30 days', async () => {
    const jane = { avg_neediness: 2, avg_health: 90, avg_revenue: 3000, is_still_active: false };
    const john = { avg_neediness: 6, avg_health: 60, avg_revenue: 1500, is_still_active: true };
    expect(sortedByCsm(await run('csmPerformance'))).toEqual([
      { recommended_csm: 'Jane', total_assigned: 1, avg_optimization_score: 80, ...jane },
      { recommended_csm: 'John Smith', total_assigned: 2, avg_optimization_score: 80, ...john },
    ]);
  });

  it('acceptanceRate rounds to two decimals', async () => {
    const rows = await run('acceptanceRate');
    expect(new Map(rows.map((row) => [row.assignment_method, row.acceptance_rate]))).toEqual(
      new Map([
        ['batch_optimized', 66.67],
        ['single_optimized', 50],
      ]),
    );
  });

  it('coolingCheck returns only CSMs who received an account within four hours', async () => {
    expect(column(await run('coolingCheck'), 'recommended_csm')).toEqual(['John Smith']);
  });

  it('notAssigned returns recommendations not accepted since yesterday', async () => {
    expect(await run('notAssigned')).toEqual([
      { account_id: 'D', recommended_csm: 'Jane', optimization_score: 40, llm_feedback: 'low' },
    ]);
  });

  it('the source queries return the accounts that need a CSM and the active CSMs', async () => {
    expect(await run('accountsNeedingCsm')).toEqual([
      { account_id: 'N', tenant_id: 'T1', success_transition_status_ob: 'Needs CSM' },
    ]);
    expect(await run('accountsNeedingCsmCount')).toEqual([{ needs_csm_count: 2 }]);
    expect(await run('activeCsmCount')).toEqual([{ eligible_csm_count: 2 }]);
    expect(await run('activeCsms')).toEqual([
      { active_csm: 'John Smith', total_eligible_csms: 2 },
      { active_csm: 'Zoe', total_eligible_csms: 2 },
    ]);
  });
});

const guide = fileURLToPath(
  new URL('../../../shared/guide/csm-routing-output-tables.md', import.meta.url),
);

describe.skipIf(!existsSync(guide))(`the guide (skipped if the file is missing)`, () => {
  it('contains exactly these queries', () => {
    const blocks = readFileSync(guide, 'utf8').matchAll(/```sql\n([\s\S]*?)```/g);
    const queries = [...blocks]
      .flatMap(([, block]) => block?.match(/\S[^;]*;/g) ?? [])
      .filter((text) => text.includes('SELECT'));
    expect(queries).toEqual(Object.values(guideQueries));
  });
});
