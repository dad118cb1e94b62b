import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ScopeInput } from '@/lib/analytics/shared/scope';
import { insertDecisions } from '@/lib/warehouse/sql/decisions';
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
import { type AcceptanceFilterInput, getAcceptanceRows } from './get-acceptance-rows';

const usual: ScopeInput = { period: { days: 30 }, zone: 'Asia/Tokyo' };
const names = ['Ana', `O'Neil "x"`, 'Bo', ''] as const;

let desk: TestContext;
beforeAll(async () => {
  desk = await openTestContext();
});
afterAll(() => desk.close());
beforeEach(() => desk.clear());

const rows = (behind: AcceptanceFilterInput, asked: Partial<ScopeInput> = {}) =>
  getAcceptanceRows(desk.ctx, { ...usual, ...asked }, behind);

/** Sixty recommendations in which whatever may differ does. */
async function seedMany(): Promise<void> {
  const of = <Value>(values: readonly Value[], at: number) => values[at % values.length] as Value;
  const ids = Array.from({ length: 60 }, (_, at) => at + 1);
  await insertExternalRecommendations(
    desk.warehouse,
    ids.map((id) => ({
      ...{ id, account: `A${id}`, csm: of([...names, null], id), at: hoursAgo(id * 7) },
      ...{ method: of(['batch_optimized', null, 'x'], id), score: of([0, 50, 100, null, 7], id) },
      ...{ segment: of(['Residential', null, ' residential', 'Commercial'], id), level: null },
      ...{ accepted: id % 4 === 0, given: of([null, 'Bo', null, null, 'Ana'], id) },
    })),
  );
  await insertTestReviews(
    desk.warehouse,
    ids
      .filter((id) => id % 3 > 0)
      .map((id) => ({
        ...{ recommendationId: String(id), suggestedCsm: 'Bo', hidden: id % 2 === 0 },
        ...{ verdict: of(['approve', 'caution', 'reassign'], id) },
        at: new Date(hoursAgo(id * 7)),
      })),
  );
  const verbs = ['accept', 'override', 'reject'] as const;
  await desk.warehouse.transaction('test.decide', (session) =>
    session.write(
      insertDecisions(
        ids.map((id) =>
          newDecision({
            ...{ recommendationId: String(id), accountId: `A${id}`, verb: of(verbs, id) },
            ...{ reason: of(['workload', null, 'other'], id), at: new Date(hoursAgo(id * 6)) },
          }),
        ),
      ),
    ),
  );
}

describe('the rows behind a figure', () => {
  it('are as many as the figure says, whatever they are narrowed to', async () => {
    await seedMany();
    const figures = await getAcceptance(desk.ctx, usual);
    const total = async (behind: AcceptanceFilterInput) => (await rows(behind)).total;
    expect(await total({})).toBe(figures.all.total);
    expect(await total({ elsewhere: true })).toBe(figures.all.elsewhere);
    for (const outcome of ['accepted', 'overridden', 'rejected', 'pending'] as const) {
      expect(figures.all[outcome]).toBeGreaterThan(0);
      expect(await total({ outcome })).toBe(figures.all[outcome]);
    }
    const expected = [
      ...figures.byMethod.map(({ method, ...of }) => ({ behind: { method }, ...of })),
      ...figures.byWeek.map(({ week, ...of }) => ({ behind: { week }, ...of })),
      ...figures.byCsm.map(({ csm, ...of }) => ({ behind: { csm }, ...of })),
      ...figures.byClass.map(({ segment, level, ...of }) => ({
        behind: { segment, level },
        ...of,
      })),
      ...figures.byBand.map(({ band, ...of }) => ({ behind: { band }, ...of })),
      ...figures.byVerdict.map(({ verdict, ...of }) => ({ behind: { verdict }, ...of })),
      ...figures.timesByWeek.map((of) => ({
        ...{ behind: { outcome: 'decided', decidedWeek: of.week } as const, total: of.timed },
      })),
      ...figures.timesByHour.map((of) => ({
        ...{ behind: { outcome: 'decided', decidedHour: of.hour } as const, total: of.timed },
      })),
      ...figures.overrides.cells.flatMap(({ from, to, count }) =>
        from.kind === 'others' || to.kind !== 'csm'
          ? []
          : [
              {
                behind: {
                  outcome: 'overridden' as const,
                  csm: from.kind === 'csm' ? from.name : null,
                  givenCsm: to.name,
                },
                total: count,
              },
            ],
      ),
      ...figures.reasons.map(({ reason, elsewhere, overridden }) => ({
        behind: { outcome: 'overridden' as const, reason, elsewhere },
        total: overridden,
      })),
      ...figures.agreement.map(({ verdict, toSuggestion }) => ({
        behind: { outcome: 'overridden' as const, verdict, toSuggestion: true },
        total: toSuggestion,
      })),
    ];
    const found = [];
    for (const { behind } of expected) found.push({ behind, total: await total(behind) });
    expect(found).toEqual(expected.map(({ behind, total: all }) => ({ behind, total: all })));
  });

  it('are the latest 200 where they are more', async () => {
    const at = (minutes: number) => hoursAgo(minutes / 60);
    await insertExternalRecommendations(
      desk.warehouse,
      Array.from({ length: 203 }, (_, n) => ({ account: `A${n}`, csm: 'Ana', at: at(n) })),
    );
    const { total, rows: listed } = await rows({ outcome: 'pending' });
    expect([total, listed.length]).toEqual([203, 200]);
    expect([listed[0]?.accountId, listed.at(-1)?.accountId]).toEqual(['A0', 'A199']);
  });

  it('tell the account, who decided and why, and nothing of what is kept back', async () => {
    await seedCompany(desk.warehouse, { accounts: [{ id: 'A', name: 'Larch' }] });
    const made = { account: 'A', csm: 'Ana', at: hoursAgo(2) };
    await insertExternalRecommendations(desk.warehouse, [
      { ...made, id: 1, given: 'Bo' },
      { ...made, id: 2, account: 'B' },
    ]);
    await insertTestReviews(desk.warehouse, [
      { recommendationId: '2', verdict: 'reassign', hidden: true, at: new Date(hoursAgo(1)) },
    ]);
    await desk.warehouse.transaction('test.decide', (session) =>
      session.write(
        insertDecisions([
          newDecision({ recommendationId: '1', verb: 'override', csm: 'Bo', note: '<b>so</b>' }),
        ]),
      ),
    );
    const { rows: listed } = await rows({});
    expect(listed[0]).toMatchObject({
      ...{ accountName: 'Larch', givenCsm: 'Bo', note: '<b>so</b>', byName: 'Mia' },
      decidedAt: monday,
    });
    expect(listed[1]).toMatchObject({ id: '2', outcome: 'pending', verdict: null, byName: null });
  });

  it('are refused where the figure cannot be', async () => {
    expect(await expectAppError(rows({ decidedHour: 24 }))).toMatchObject({
      code: 'invalid_input',
    });
    expect(await expectAppError(rows({ week: 'last' }))).toMatchObject({ code: 'invalid_input' });
  });
});
