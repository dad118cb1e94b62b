import { mkdir, mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listQueue } from '@/lib/decisions/queue';
import { verifyPassword } from '@/lib/members/password';
import { getRun } from '@/lib/runs/read-runs';
import { startRun } from '@/lib/runs/start-run';
import type { Context } from '@/lib/server/context';
import { openDuckDb } from '@/lib/warehouse/duckdb/open-duckdb';
import { listMembers } from '@/lib/warehouse/sql/members';
import { tableNames } from '@/lib/warehouse/tables';
import type { Warehouse } from '@/lib/warehouse/types';
import { guideQueries } from '@/test/support/guide-queries';
import { noFilter } from '@/test/support/test-context';
import { makeDemo } from './make-demo';
import { demoMembers } from './people';

const now = new Date();
let folder: string;
let first: Warehouse;
let second: Warehouse;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'csm-routing-'));
  const [a, b] = [join(folder, 'a.duckdb'), join(folder, 'b.duckdb')];
  const left = join(folder, 'unfinished-demo-killed');
  await mkdir(left);
  await utimes(left, 0, 0);
  await makeDemo(a, now);
  await makeDemo(b, now);
  first = await openDuckDb({ path: a });
  second = await openDuckDb({ path: b });
}, 180_000);
afterAll(async () => {
  await first?.close();
  await second?.close();
  await rm(folder, { recursive: true, force: true });
});

async function rows(sql: string, warehouse = first): Promise<Record<string, unknown>[]> {
  const table = await warehouse.script(sql);
  return table.rows.map((row) =>
    Object.fromEntries(table.columns.map((name, i) => [name, row[i]])),
  );
}

const one = async (sql: string) => {
  const values = Object.values((await rows(sql))[0] ?? {});
  return Number(values[0]);
};

/** What stands of each recommendation: the decision, or the other program's word. */
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
  it('is as large as it is said to be', async () => {
    expect(await one(`SELECT COUNT(*) FROM ${tableNames.csms} WHERE is_active`)).toBe(42);
    expect(await one(`SELECT COUNT(*) FROM ${tableNames.csms} WHERE NOT is_active`)).toBe(6);
    const owned = await one(
      `SELECT COUNT(*) FROM ${tableNames.accounts} WHERE current_csm IS NOT NULL`,
    );
    expect(owned).toBeGreaterThan(2_700);
    expect(owned).toBeLessThan(2_950);
    expect(await one(`SELECT COUNT(*) FROM ${tableNames.accounts} WHERE needs_csm`)).toBe(60);
    const made = await one(`SELECT COUNT(*) FROM ${tableNames.recommendations}`);
    expect(made).toBeGreaterThan(3_600);
    expect(made).toBeLessThan(4_400);
  });

  it('keeps every book within its limit, in its CSM’s class', async () => {
    expect(
      await rows(`SELECT c.csm_name, COUNT(*) AS n FROM ${tableNames.csms} c
        JOIN ${tableNames.accounts} a ON a.current_csm = c.csm_name
        GROUP BY c.csm_name, c.segment, c.account_level, c.capacity
        HAVING n > COALESCE(c.capacity, CASE c.segment || c.account_level
          WHEN 'ResidentialCorporate' THEN 100 WHEN 'CommercialCorporate' THEN 70
          WHEN 'CommercialEnterprise' THEN 35 WHEN 'ResidentialEnterprise' THEN 40 ELSE 85 END)`),
    ).toEqual([]);
    expect(
      await one(`SELECT COUNT(*) FROM ${tableNames.csms} c
        JOIN ${tableNames.accounts} a ON a.current_csm = c.csm_name
        WHERE a.account_segment <> c.segment OR a.account_level <> c.account_level`),
    ).toBe(0);
  });

  it('leaves what a decision leaves, and nothing else', async () => {
    expect(
      await rows(`SELECT verb, outside, was_assigned, actual_assigned_csm IS NOT NULL AS given,
          COALESCE(actual_assigned_csm = recommended_csm, FALSE) AS as_recommended,
          actual_assigned_csm IS NOT DISTINCT FROM decided_csm AS as_decided, COUNT(*) > 0 AS some
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

  it('heeds the cooling period, but for what was made outside the program', async () => {
    const gaps = `SELECT *, DATEDIFF('minute', LAG(received_at) OVER (
        PARTITION BY actual_assigned_csm ORDER BY received_at, recommendation_id), received_at) AS gap
      FROM (${outcomes}) WHERE actual_assigned_csm IS NOT NULL`;
    expect(await one(`SELECT COUNT(*) FROM (${gaps}) WHERE gap < 240 AND NOT outside`)).toBe(0);
    const violations = await one(`SELECT COUNT(*) FROM (${gaps}) WHERE gap < 240 AND outside`);
    expect(violations).toBeGreaterThan(40);
    // By the guide's measure too, which knows of recommendations only.
    expect(
      await one(`SELECT COUNT(*) FROM (SELECT outside, DATEDIFF('minute', LAG(recommendation_timestamp)
          OVER (PARTITION BY recommended_csm ORDER BY recommendation_timestamp, recommendation_id),
          recommendation_timestamp) AS gap
        FROM (${outcomes}) WHERE was_assigned) WHERE gap < 240 AND NOT outside`),
    ).toBe(0);
  });

  it('is decided by people who mostly agree, in their office hours', async () => {
    const share = (condition: string) =>
      one(`SELECT 100.0 * COUNT_IF(${condition}) / COUNT(*) FROM (${outcomes})`);
    expect(await share('was_assigned')).toBeGreaterThan(75);
    expect(await share('was_assigned')).toBeLessThan(86);
    expect(await share("verb = 'override'")).toBeGreaterThan(7);
    expect(await share("verb = 'reject'")).toBeGreaterThan(4);
    expect(
      await one(`SELECT COUNT(*) FROM ${tableNames.decisions}
        WHERE decided_at < CAST('${now.toISOString()}' AS TIMESTAMP) - INTERVAL 1 DAY
          AND (EXTRACT(hour FROM decided_at) NOT BETWEEN 12 AND 21 OR EXTRACT(dow FROM decided_at) IN (0, 6))`),
    ).toBe(0);
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

  it('is the same to the last row for the same seed and time', async () => {
    const compared = Object.values(tableNames).filter((name) => name !== tableNames.members);
    for (const name of compared) {
      const sql = `SELECT COUNT(*) AS n, CAST(SUM(CAST(hash(x) AS HUGEINT)) AS VARCHAR) AS sum FROM ${name} AS x`;
      expect(await rows(sql, second), name).toEqual(await rows(sql));
    }
  });

  it('lets its three people in', async () => {
    const members = await first.read(listMembers());
    for (const { email, role, password } of demoMembers) {
      const member = members.find((row) => row.email === email);
      expect(member?.role).toBe(role);
      expect(await verifyPassword(member?.password_hash, password)).toBe(true);
    }
    expect(members.filter(({ password_hash }) => password_hash !== null)).toHaveLength(3);
  });

  it('answers the guide’s queries with something to see', async () => {
    const answer = async (name: keyof typeof guideQueries) => rows(guideQueries[name]);
    expect((await answer('workloadDistribution')).length).toBeGreaterThan(38);
    expect((await answer('coolingCheck')).length).toBeGreaterThan(1);
    expect((await answer('coolingCheck')).length).toBeLessThan(15);
    expect((await answer('notAssigned')).length).toBe(10);
    expect((await answer('latestRun')).length).toBeGreaterThan(0);
    expect((await answer('recentAssignments')).length).toBeGreaterThan(150);
    expect(await answer('activeCsmCount')).toEqual([{ eligible_csm_count: 42 }]);
    expect(await answer('accountsNeedingCsmCount')).toEqual([{ needs_csm_count: 60 }]);
    const rates = await answer('acceptanceRate');
    expect(rates).toHaveLength(2);
    // Of singles there are some sixty a month, so that their rate depends on the day.
    for (const { acceptance_rate } of rates) {
      expect(acceptance_rate).toBeGreaterThan(50);
      expect(acceptance_rate).toBeLessThan(100);
    }
  });

  it('waits in the queue, with something flagged, and has room for a run', async () => {
    const [person] = demoMembers.filter(({ role }) => role === 'manager');
    if (!person) throw new Error('There is no manager.');
    const ctx: Context = { warehouse: first, person, now: () => now };
    const page = await listQueue(ctx, { filter: noFilter, sort: [], page: 1, pageSize: 100 });
    expect(page.rows.length).toBeGreaterThan(20);
    expect(page.rows.length).toBeLessThan(35);
    const flags = page.rows.flatMap((row) => row.flags);
    expect(flags).toEqual(expect.arrayContaining(['cooling', 'stale', 'away', 'no_longer_needed']));
    expect(page.rows.filter((row) => row.flags.length === 0).length).toBeGreaterThan(14);

    const { runId, done } = await startRun(ctx, { mode: 'batch', batchSize: 100 });
    await done;
    const { placed, deferred } = await getRun(ctx, runId);
    expect((placed ?? 0) + (deferred ?? 0)).toBeGreaterThan(25);
    expect(placed).toBeGreaterThan(0.7 * ((placed ?? 0) + (deferred ?? 0)));
  });

  it('is kept when it is there, with nothing unfinished beside it', async () => {
    const path = join(folder, 'b.duckdb');
    await second.close();
    expect(await makeDemo(path, now)).toEqual({ made: false });
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
  return { verb, outside, was_assigned, given, as_recommended, as_decided, some: true };
}
