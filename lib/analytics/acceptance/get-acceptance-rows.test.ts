import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getLedger } from '@/lib/analytics/ledger/get-ledger';
import type { ScopeInput } from '@/lib/analytics/shared/scope';
import { insertDecisions } from '@/lib/warehouse/sql/decisions';
import { writeAll } from '@/lib/warehouse/sql/shared/batches';
import { newDecision } from '@/test/contract/rows';
import { seedCompany } from '@/test/support/company';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { insertTestReviews } from '@/test/support/runs';
import {
  expectAppError,
  hoursAgo,
  monday,
  openTestContext,
  type TestContext,
} from '@/test/support/test-context';
import { getAcceptance } from './get-acceptance';
import {
  type AcceptanceFilterInput,
  exportAcceptanceRows,
  getAcceptanceRows,
} from './get-acceptance-rows';

const defaultScope: ScopeInput = { period: { days: 30 }, zone: 'Asia/Tokyo' };
const names = ['Ana', `O'Neil "x"`, 'Bo', ''] as const;

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
afterAll(() => context.close());
beforeEach(() => context.clear());

const rows = (filter: AcceptanceFilterInput, input: Partial<ScopeInput> = {}, page = 1) =>
  getAcceptanceRows(context.ctx, { ...defaultScope, ...input }, filter, page);

/** 60 recommendations that vary in every field a figure groups by. */
async function seedMany(): Promise<void> {
  const cycle = <Value>(values: readonly Value[], at: number) =>
    values[at % values.length] as Value;
  const ids = Array.from({ length: 60 }, (_, at) => at + 1);
  await insertExternalRecommendations(
    context.warehouse,
    ids.map((id) => ({
      id,
      account: `A${id}`,
      csm: cycle([...names, null], id),
      at: hoursAgo(id * 7),
      method: cycle(['batch_optimized', null, 'x'], id),
      score: cycle([0, 50, 100, null, 7], id),
      segment: cycle(['Residential', null, ' residential', 'Commercial'], id),
      level: null,
      accepted: id % 4 === 0,
      given: cycle([null, 'Bo', null, null, 'Ana'], id),
    })),
  );
  await insertTestReviews(
    context.warehouse,
    ids
      .filter((id) => id % 3 > 0)
      .map((id) => ({
        recommendationId: String(id),
        suggestedCsm: 'Bo',
        hidden: id % 2 === 0,
        verdict: cycle(['approve', 'caution', 'reassign'], id),
        at: new Date(hoursAgo(id * 7)),
      })),
  );
  const verbs = ['accept', 'override', 'reject'] as const;
  await context.warehouse.transaction('test.decide', (session) =>
    writeAll(
      session,
      insertDecisions(
        ids.map((id) =>
          newDecision({
            recommendationId: String(id),
            accountId: `A${id}`,
            verb: cycle(verbs, id),
            reason: cycle(['workload', null, 'other'], id),
            at: new Date(hoursAgo(id * 6)),
          }),
        ),
      ),
    ),
  );
}

describe('getAcceptanceRows', () => {
  it('lists the recommendations behind what a CSM received, as many as the ledger counts', async () => {
    await seedCompany(context.warehouse, { csms: [{ name: 'Ana' }, { name: 'Bo' }] });
    await insertExternalRecommendations(context.warehouse, [
      { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(9), accepted: true },
      { id: 2, account: 'B', csm: 'Bo', at: hoursAgo(8), given: 'Ana' },
      { id: 3, account: 'C', csm: 'Ana', at: hoursAgo(7), given: 'Bo' },
      { id: 4, account: 'D', csm: 'Ana', at: hoursAgo(6) },
    ]);
    const found = await rows({ outcome: 'decided', receivedBy: 'Ana' });
    expect(found.rows.map(({ id }) => id)).toEqual(['2', '1']);
    const { entries } = await getLedger(context.ctx, defaultScope);
    expect(entries.map(({ name, lines }) => [name, lines.accounts.received])).toEqual([
      ['Ana', 2],
      ['Bo', 1],
    ]);
  });

  it('returns as many rows as the figure says, for every filter', async () => {
    await seedMany();
    const figures = await getAcceptance(context.ctx, defaultScope);
    const total = async (filter: AcceptanceFilterInput) => (await rows(filter)).total;
    expect(await total({})).toBe(figures.all.total);
    expect(await total({ external: true })).toBe(figures.all.external);
    for (const outcome of ['accepted', 'overridden', 'rejected', 'pending'] as const) {
      expect(figures.all[outcome]).toBeGreaterThan(0);
      expect(await total({ outcome })).toBe(figures.all[outcome]);
    }
    const expected = [
      ...figures.byMethod.map(({ method, ...counts }) => ({ filter: { method }, ...counts })),
      ...figures.byWeek.map(({ week, ...counts }) => ({ filter: { week }, ...counts })),
      ...figures.byCsm.map(({ csm, ...counts }) => ({ filter: { csm }, ...counts })),
      ...figures.byClass.map(({ segment, level, ...counts }) => ({
        filter: { segment, level },
        ...counts,
      })),
      ...figures.byBand.map(({ band, ...counts }) => ({ filter: { band }, ...counts })),
      ...figures.agreement.map(({ verdict, decided }) => ({
        filter: { outcome: 'decided', verdict } as const,
        total: decided,
      })),
      ...figures.agreement.map(({ verdict, decided, accepted }) => ({
        filter: { outcome: 'not_accepted', verdict } as const,
        total: decided - accepted,
      })),
      ...figures.timesByWeek.map((times) => ({
        filter: { outcome: 'decided', decidedWeek: times.week } as const,
        total: times.timed,
      })),
      ...figures.timesByHour.map((times) => ({
        filter: { outcome: 'decided', decidedHour: times.hour } as const,
        total: times.timed,
      })),
      ...figures.overrides.flatMap(({ from, to, count }) =>
        to === null
          ? []
          : [{ filter: { outcome: 'overridden' as const, csm: from, givenCsm: to }, total: count }],
      ),
    ];
    const found = [];
    for (const { filter } of expected) found.push({ filter, total: await total(filter) });
    expect(found).toEqual(expected.map(({ filter, total: all }) => ({ filter, total: all })));
  });

  it('lists and exports all of them, however many there are', async () => {
    const at = (minutes: number) => hoursAgo(minutes / 60);
    await insertExternalRecommendations(
      context.warehouse,
      Array.from({ length: 203 }, (_, n) => ({ account: `A${n}`, csm: 'Ana', at: at(n) })),
    );
    const all = Array.from({ length: 203 }, (_, n) => `A${n}`);
    const listed = [];
    for (let page = 1; page <= 5; page++) {
      const found = await rows({ outcome: 'pending' }, {}, page);
      expect(found.total).toBe(203);
      listed.push(...found.rows.map(({ accountId }) => accountId));
    }
    expect(listed).toEqual(all);
    expect(await rows({ outcome: 'pending' }, {}, 99)).toMatchObject({ page: 5, total: 203 });
    const { batches } = await exportAcceptanceRows(context.as('Vi', 'viewer'), defaultScope, {
      outcome: 'pending',
    });
    const exported = [];
    for await (const batch of batches) exported.push(...batch.map(({ accountId }) => accountId));
    expect(exported).toEqual(all);
  });

  it('includes the account, who decided, and why, but no hidden verdict', async () => {
    await seedCompany(context.warehouse, { accounts: [{ id: 'A', name: 'Larch' }] });
    const made = { account: 'A', csm: 'Ana', at: hoursAgo(2) };
    await insertExternalRecommendations(context.warehouse, [
      { ...made, id: 1, given: 'Bo' },
      { ...made, id: 2, account: 'B' },
    ]);
    await insertTestReviews(context.warehouse, [
      { recommendationId: '2', verdict: 'reassign', hidden: true, at: new Date(hoursAgo(1)) },
    ]);
    await context.warehouse.transaction('test.decide', (session) =>
      writeAll(
        session,
        insertDecisions([
          newDecision({ recommendationId: '1', verb: 'override', csm: 'Bo', note: '<b>so</b>' }),
        ]),
      ),
    );
    const { rows: listed } = await rows({});
    expect(listed[0]).toMatchObject({
      accountName: 'Larch',
      givenCsm: 'Bo',
      note: '<b>so</b>',
      byName: 'Mia',
      decidedAt: monday,
    });
    expect(listed[1]).toMatchObject({ id: '2', outcome: 'pending', verdict: null, byName: null });
  });

  it('rejects an invalid filter', async () => {
    expect(await expectAppError(rows({ decidedHour: 24 }))).toMatchObject({
      code: 'invalid_input',
    });
    expect(await expectAppError(rows({ week: 'last' }))).toMatchObject({ code: 'invalid_input' });
  });
});
