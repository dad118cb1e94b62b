import { afterEach, beforeEach, expect, it } from 'vitest';
import { getCooling } from '@/lib/analytics/cooling/get-cooling';
import { insertRecommendations } from '@/lib/warehouse/sql/recommendations';
import { writeAll } from '@/lib/warehouse/sql/shared/batches';
import { seedCompany } from '@/test/support/company';
import { acceptRecommendation, undoDecision } from '@/test/support/decisions';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import {
  decisionRequest,
  monday,
  readQueue,
  type TestContext,
  testContextOn,
} from '@/test/support/test-context';
import { fakesnowOptions, openAndSetUp } from '@/test/support/test-warehouse';

// The data team's tables hold New York times. The tests' Monday, 09:00 in UTC, is 04:00 there.
let context: TestContext;

beforeEach(async () => {
  const options = { ...fakesnowOptions(), dataTimeZone: 'America/New_York' };
  context = testContextOn(await openAndSetUp(options, monday));
  await seedCompany(context.warehouse, {
    csms: [{ name: 'Ana' }, { name: 'Bo' }],
    accounts: ['A', 'B', 'C'].map((id) => ({ id, since: '2026-02-27T04:00:00' })),
  });
});
afterEach(() => context.close());

const at = (time: string) => `2026-03-02T${time}:00`;
const utc = (time: string) => new Date(`2026-03-02T${time}:00Z`);
const assignments = () =>
  context.queryRows(`SELECT account_id, csm_name, CAST(assignment_date AS VARCHAR) AS assigned,
    CAST(last_updated AS VARCHAR) AS updated FROM ACCOUNT_CSM_ASSIGNMENTS_CANNE`);

it('shows the times of another program as they were', async () => {
  await insertExternalRecommendations(context.warehouse, [
    { id: 1, account: 'A', csm: 'Ana', at: at('03:00') },
  ]);
  const { rows } = await readQueue(context.ctx);
  expect(rows).toMatchObject([{ recommendedAt: utc('08:00') }]);
  expect(
    await context.queryRows(
      "SELECT needs_csm_since FROM CSM_ROUTING_ACCOUNTS_V WHERE account_id = 'A'",
    ),
  ).toEqual([{ needs_csm_since: new Date('2026-02-27T09:00:00Z') }]);
});

it('cools a CSM for the hours since another program’s assignment', async () => {
  await upsertExternalAssignments(context.warehouse, [
    { account: 'B', csm: 'Bo', at: at('01:00') },
  ]);
  await insertExternalRecommendations(context.warehouse, [
    { id: 1, account: 'A', csm: 'Bo', at: at('03:00') },
    { id: 2, account: 'C', csm: 'Ana', at: at('03:00') },
  ]);
  const { cooling } = await getCooling(context.ctx, { period: { days: 30 }, zone: 'UTC' });
  expect(cooling).toMatchObject([{ csm: 'Bo', freeAt: utc('10:00') }]);
  const { rows } = await readQueue(context.ctx);
  expect(rows.map(({ recommendedCsm, flags }) => [recommendedCsm, flags])).toEqual([
    ['Bo', ['cooling']],
    ['Ana', []],
  ]);
});

it('supersedes the program’s recommendation by a later assignment in the other time zone', async () => {
  await context.warehouse.transaction('test', (session) =>
    writeAll(
      session,
      insertRecommendations({
        runId: 'run',
        at: utc('08:00'),
        method: 'batch_optimized',
        batchSize: 2,
        recommendations: ['A', 'B'].map((accountId) => ({
          accountId,
          csm: 'Ana',
          neediness: 5,
          health: 70,
          revenue: 1,
          score: 90,
          segment: null,
          level: null,
        })),
      }),
    ),
  );
  await upsertExternalAssignments(context.warehouse, [
    { account: 'A', csm: 'Bo', at: at('03:30') },
    { account: 'B', csm: 'Bo', at: at('02:30') },
  ]);
  const { rows } = await readQueue(context.ctx);
  expect(rows).toMatchObject([{ accountId: 'B', recommendedAt: utc('08:00') }]);
  expect(
    await context.queryRows(`SELECT DISTINCT CAST(recommendation_timestamp AS VARCHAR) AS made
      FROM CSM_ROUTING_RECOMMENDATIONS_CANNE`),
  ).toMatchObject([{ made: expect.stringContaining('2026-03-02 03:00:00') }]);
});

it('writes a decision in their time zone, and undoes it to the microsecond', async () => {
  // The assignment was last updated in the hour that occurs twice.
  await context.queryRows(`INSERT INTO ACCOUNT_CSM_ASSIGNMENTS_CANNE
    (account_id, csm_name, assignment_date, last_updated) VALUES
    ('A', 'Bo', TIMESTAMP '2025-07-01 10:11:12.123456', TIMESTAMP '2025-11-02 01:30:12.000001')`);
  await insertExternalRecommendations(context.warehouse, [
    { id: 1, account: 'A', csm: 'Ana', at: at('03:00') },
  ]);
  const before = await assignments();
  const decided = await acceptRecommendation(context.ctx, {
    ...decisionRequest('1'),
    acknowledged: ['assigned_elsewhere'],
  });
  expect(await assignments()).toMatchObject([
    {
      csm_name: 'Ana',
      assigned: expect.stringContaining('2026-03-02 04:00:00'),
      updated: expect.stringContaining('2026-03-02 04:00:00'),
    },
  ]);
  await undoDecision(context.ctx, decided);
  expect(await assignments()).toEqual(before);
});
