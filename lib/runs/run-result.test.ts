import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defaultPolicy } from '@/lib/policy/policy';
import { runBooksSchema, runFairnessSchema, unavailableSchema } from '@/lib/read-model/run-schemas';
import { seedCompany } from '@/test/support/company';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import { hoursAgo, openTestContext, type TestContext } from '@/test/support/test-context';

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
afterAll(() => context.close());
beforeEach(() => context.clear());

async function readSnapshot(runId: string) {
  const [row] = await context.queryRows(
    `SELECT fairness, unavailable, books FROM CSM_ROUTING_RUNS
    WHERE run_id = '${runId}'`,
  );
  return row ?? {};
}

describe('the snapshot of a run', () => {
  it('stores fairness apart from the result', async () => {
    await seedCompany(context.warehouse, {
      csms: [{ name: 'Ana' }, { name: 'Bo' }],
      accounts: [{ id: 'A1' }, { id: 'B1', csm: 'Bo' }],
    });
    const run = await runToCompletion(context.ctx, wholeBatch);
    const { fairness } = await readSnapshot(run.id);
    expect(runFairnessSchema.parse(JSON.parse(String(fairness)))).toEqual(run.result?.fairness);
  });

  it('lists no CSM as unavailable when all are available', async () => {
    await seedCompany(context.warehouse, { csms: [{ name: 'Ana' }], accounts: [{ id: 'A1' }] });
    const { id } = await runToCompletion(context.ctx, wholeBatch);
    expect((await readSnapshot(id)).unavailable).toBe('{"away":[],"cooling":[],"velocity":[]}');
  });

  it('lists unavailable active CSMs under each reason that applied', async () => {
    const away = hoursAgo(-30);
    await seedCompany(context.warehouse, {
      csms: [
        { name: 'Zoe', awayUntil: away },
        { name: 'Ana' },
        { name: "Bo O'Neil", awayUntil: away },
        { name: 'Cy', tenureMonths: 2 },
        { name: 'Di', awayUntil: hoursAgo(1) },
        { name: 'Gone', active: false, awayUntil: away },
        { name: 'Ed' },
      ],
      accounts: [{ id: 'A1' }, { id: 'A2' }, { id: 'A3' }],
    });
    const { perWeek, newCsmPerDay } = defaultPolicy.velocity;
    await insertExternalRecommendations(context.warehouse, [
      { account: 'P1', csm: 'Ana', at: hoursAgo(1) },
      { account: 'R0', csm: "Bo O'Neil", at: hoursAgo(2), accepted: true },
      ...Array.from({ length: newCsmPerDay }, (_, n) => ({
        account: `N${n}`,
        csm: 'Cy',
        at: hoursAgo(5 + n),
        accepted: true,
      })),
      ...Array.from({ length: perWeek }, (_, n) => ({
        account: `V${n}`,
        csm: 'Ed',
        at: hoursAgo(30 + n),
        accepted: true,
      })),
    ]);
    const { id, placed } = await runToCompletion(context.ctx, wholeBatch);
    expect(placed).toBe(1);
    expect(
      unavailableSchema.parse(JSON.parse(String((await readSnapshot(id)).unavailable))),
    ).toEqual({
      away: ["Bo O'Neil", 'Zoe'],
      cooling: ['Ana', "Bo O'Neil"],
      velocity: ['Cy', 'Ed'],
    });
  });

  it('has the accounts of each active CSM when the run started, with pending ones, and the capacity', async () => {
    await seedCompany(context.warehouse, {
      csms: [{ name: "Bo O'Neil", capacity: 40 }, { name: 'Ana' }, { name: 'Gone', active: false }],
      accounts: [
        { id: 'A1', csm: 'Ana' },
        { id: 'A2', csm: 'Ana' },
        { id: 'G1', csm: 'Gone' },
        { id: 'P1' },
        { id: 'P2' },
      ],
    });
    await insertExternalRecommendations(context.warehouse, [
      { account: 'P1', csm: 'Ana', at: hoursAgo(5) },
    ]);
    const { id } = await runToCompletion(context.ctx, wholeBatch);
    const { books } = await readSnapshot(id);
    expect(runBooksSchema.parse(JSON.parse(String(books)))).toEqual({
      Ana: [3, 85],
      "Bo O'Neil": [0, 40],
    });
  });

  it('is stored for a dry run, too', async () => {
    await seedCompany(context.warehouse, { csms: [{ name: 'Ana' }], accounts: [{ id: 'A1' }] });
    const { id } = await runToCompletion(context.ctx, { ...wholeBatch, dryRun: true });
    expect(await readSnapshot(id)).toEqual({
      fairness: expect.stringContaining('"before"'),
      unavailable: expect.stringContaining('"cooling"'),
      books: '{"Ana":[0,85]}',
    });
  });
});

it('a failed run has no snapshot', async () => {
  await seedCompany(context.warehouse, { csms: [{ name: 'Ana' }] });
  const run = await runToCompletion(context.ctx, wholeBatch);
  expect(run.status).toBe('failed');
  expect(await readSnapshot(run.id)).toEqual({
    fairness: null,
    unavailable: null,
    books: null,
  });
});
