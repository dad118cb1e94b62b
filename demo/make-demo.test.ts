import { mkdir, mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getCalibration } from '@/lib/analytics/reviews/get-calibration';
import { verifyPassword } from '@/lib/members/password';
import { getReviewStatus } from '@/lib/reviews/get-review-status';
import { listMembers, memberByEmail } from '@/lib/warehouse/sql/members';
import { tableNames } from '@/lib/warehouse/tables';
import { guideQueries } from '@/test/support/guide-queries';
import { type MadeDemo, madeDemo } from '@/test/support/made-demo';
import { demoMembers } from './people';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'csm-routing-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Each recommendation with the decision in effect; `outside` if another program made it. */
const outcomes = `SELECT r.*, d.verb, d.csm_name AS decided_csm, e.run_id IS NULL AS outside,
  COALESCE(d.decided_at, r.recommendation_timestamp) AS received_at
FROM ${tableNames.recommendations} r
LEFT JOIN ${tableNames.explanations} e ON e.recommendation_id = r.recommendation_id
LEFT JOIN (
  SELECT * FROM ${tableNames.decisions} x
  WHERE verb <> 'undo' AND decision_id NOT IN (
    SELECT undoes FROM ${tableNames.decisions} WHERE undoes IS NOT NULL)
) d ON d.recommendation_id = r.recommendation_id`;

describe('the demo company', () => {
  let demo: MadeDemo;
  let one: MadeDemo['one'];
  let rows: MadeDemo['rows'];
  beforeAll(async () => {
    const left = join(folder, 'unfinished-demo-killed');
    await mkdir(left);
    await utimes(left, 0, 0);
    demo = await madeDemo(folder, 'demo', new Date());
    ({ one, rows } = demo);
  });
  afterAll(() => demo?.warehouse.close());

  it('has 42 active CSMs, about 2,850 owned accounts, and 56 that need a CSM', async () => {
    expect(await one(`SELECT COUNT(*) FROM ${tableNames.csms} WHERE is_active`)).toBe(42);
    expect(await one(`SELECT COUNT(*) FROM ${tableNames.csms} WHERE NOT is_active`)).toBe(6);
    const owned = await one(
      `SELECT COUNT(*) FROM ${tableNames.accounts} WHERE current_csm IS NOT NULL`,
    );
    expect(owned).toBeGreaterThan(2_600);
    expect(owned).toBeLessThan(3_000);
    expect(await one(`SELECT COUNT(*) FROM ${tableNames.accounts} WHERE needs_csm`)).toBe(56);
    const made = await one(`SELECT COUNT(*) FROM ${tableNames.recommendations}`);
    expect(made).toBeGreaterThan(3_300);
    expect(made).toBeLessThan(4_600);
  });

  it('names the owner of every account in the score table', async () => {
    expect(
      await one(`SELECT COUNT(*) FROM ${tableNames.accounts} a
        JOIN ${tableNames.accountScores} s ON s.account_id_ob = a.account_id
        WHERE s.responsible_csm IS DISTINCT FROM a.current_csm`),
    ).toBe(0);
    expect(
      await one(`SELECT COUNT(*) / COUNT(DISTINCT responsible_csm)
        FROM ${tableNames.accountScores} WHERE responsible_csm IS NOT NULL`),
    ).toBeGreaterThan(50);
  });

  it('keeps every active CSM’s book within capacity', async () => {
    expect(
      await rows(`SELECT c.csm_name, COUNT(*) AS n FROM ${tableNames.csms} c
        JOIN ${tableNames.accounts} a ON a.current_csm = c.csm_name
        GROUP BY c.csm_name, c.segment, c.account_level, c.capacity
        HAVING n > COALESCE(c.capacity, CASE c.segment || c.account_level
          WHEN 'ResidentialCorporate' THEN 100 WHEN 'CommercialCorporate' THEN 70
          WHEN 'CommercialEnterprise' THEN 35 WHEN 'ResidentialEnterprise' THEN 40 ELSE 85 END)`),
    ).toEqual([]);
  });

  it('records every decision in the recommendation and in the assignments', async () => {
    expect(
      await rows(`SELECT verb, outside, was_assigned, actual_assigned_csm IS NOT NULL AS given,
          COALESCE(actual_assigned_csm = recommended_csm, FALSE) AS as_recommended,
          actual_assigned_csm IS NOT DISTINCT FROM decided_csm AS as_decided
        FROM (${outcomes}) GROUP BY ALL ORDER BY ALL`),
    ).toEqual([
      outcome('accept', false, true, true, true, true),
      outcome('override', false, false, true, false, true),
      outcome('reject', false, false, false, false, true),
      outcome(null, false, false, false, false, true),
      outcome(null, true, false, false, false, true),
      outcome(null, true, true, true, true, false),
    ]);
    expect(
      await rows(`SELECT a.account_id FROM ${tableNames.assignments} a
        LEFT JOIN (SELECT * FROM (${outcomes}) WHERE actual_assigned_csm IS NOT NULL
          QUALIFY ROW_NUMBER() OVER (PARTITION BY account_id ORDER BY received_at DESC) = 1
        ) o ON o.account_id = a.account_id
        WHERE o.actual_assigned_csm IS DISTINCT FROM a.csm_name
          OR abs(DATEDIFF('second', o.received_at, a.assignment_date)) > 1`),
    ).toEqual([]);
  });

  it('respects the cooling period except in the other program’s assignments', async () => {
    const gaps = `SELECT *, DATEDIFF('minute', LAG(received_at) OVER (
        PARTITION BY actual_assigned_csm ORDER BY received_at, recommendation_id), received_at) AS gap
      FROM (${outcomes}) WHERE actual_assigned_csm IS NOT NULL`;
    expect(await one(`SELECT COUNT(*) FROM (${gaps}) WHERE gap < 240 AND NOT outside`)).toBe(0);
    expect(await one(`SELECT COUNT(*) FROM (${gaps}) WHERE gap < 240 AND outside`)).toBeGreaterThan(
      20,
    );
  });

  it('has managers who mostly accept, and give a reason for everything else', async () => {
    const share = (condition: string) =>
      one(`SELECT 100.0 * COUNT_IF(${condition}) / COUNT(*) FROM (${outcomes})`);
    expect(await share('was_assigned')).toBeGreaterThan(72);
    expect(await share('was_assigned')).toBeLessThan(88);
    expect(await share("verb = 'override'")).toBeGreaterThan(7);
    expect(await share("verb = 'reject'")).toBeGreaterThan(4);
    expect(
      await one(`SELECT COUNT(*) FROM ${tableNames.decisions}
        WHERE verb IN ('override', 'reject') AND reason IS NULL OR reason = 'other' AND note IS NULL`),
    ).toBe(0);
  });

  it('numbers recommendations in the order of time', async () => {
    expect(
      await one(`SELECT COUNT(*) FROM (SELECT recommendation_timestamp < LAG(recommendation_timestamp)
        OVER (ORDER BY recommendation_id) AS early FROM ${tableNames.recommendations}) WHERE early`),
    ).toBe(0);
  });

  it('lets its three people sign in', async () => {
    const members = await demo.warehouse.read(listMembers());
    for (const { email, role, password } of demoMembers) {
      const [member] = await demo.warehouse.read(memberByEmail(email));
      expect(member?.role).toBe(role);
      expect(await verifyPassword(member?.password_hash, password)).toBe(true);
    }
    expect(members.filter(({ has_password }) => has_password)).toHaveLength(3);
  });

  it('returns rows for each of the guide’s queries', async () => {
    const guide = async (name: keyof typeof guideQueries) => rows(guideQueries[name]);
    expect((await guide('workloadDistribution')).length).toBeGreaterThan(38);
    expect((await guide('coolingCheck')).length).toBeGreaterThan(1);
    expect((await guide('coolingCheck')).length).toBeLessThan(15);
    expect((await guide('notAssigned')).length).toBe(10);
    expect((await guide('latestRun')).length).toBeGreaterThan(0);
    expect((await guide('recentAssignments')).length).toBeGreaterThan(150);
    expect(await guide('activeCsmCount')).toEqual([{ eligible_csm_count: 42 }]);
    expect(await guide('accountsNeedingCsmCount')).toEqual([{ needs_csm_count: 56 }]);
    const rates = await guide('acceptanceRate');
    expect(rates).toHaveLength(2);
    for (const { acceptance_rate } of rates) {
      expect(acceptance_rate).toBeGreaterThan(50);
      expect(acceptance_rate).toBeLessThan(100);
    }
  });

  it('has sample reviews of every verdict on past and pending recommendations', async () => {
    const { seen, blind, byVersion } = await getCalibration(demo.ctx, {
      period: { days: 90 },
      zone: 'UTC',
    });
    for (const verdict of ['approve', 'caution', 'reassign'] as const) {
      expect(seen.matrix[verdict].accept, verdict).toBeGreaterThan(5);
    }
    expect(seen.toSuggestion.count).toBeGreaterThan(5);
    expect(blind.total).toBeGreaterThan(50);
    expect(byVersion.map(({ model }) => model)).toEqual(['sample']);
    const { month } = await getReviewStatus(demo.ctx);
    expect(month).toMatchObject({ tokens: 0, cost: 0, unpriced: [] });
    expect(
      await one(`SELECT MAX(LENGTH(feedback)) FROM ${tableNames.reviews}`),
    ).toBeLessThanOrEqual(500);
    expect(await one(`SELECT COUNT(DISTINCT feedback) FROM ${tableNames.reviews}`)).toBeGreaterThan(
      500,
    );
  });

  it('keeps an existing demo, and removes interrupted creations', async () => {
    expect(demo.creations).toEqual([{ created: true }, { created: false }]);
    expect((await readdir(folder)).filter((name) => name.startsWith('unfinished'))).toEqual([]);
  });
});

function outcome(
  verb: string | null,
  outside: boolean,
  was_assigned: boolean,
  given: boolean,
  as_recommended: boolean,
  as_decided: boolean,
) {
  return { verb, outside, was_assigned, given, as_recommended, as_decided };
}
