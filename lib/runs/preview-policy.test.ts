import { beforeEach, describe, expect, it } from 'vitest';
import { defaultPolicy } from '@/lib/policy/policy';
import { seedCompany } from '@/test/support/company';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { expectAppError, hoursAgo, readQueue } from '@/test/support/test-context';
import { backtestPolicy } from './backtest-policy';
import { previewPolicy } from './preview-policy';
import { listRuns } from './read-runs';

const context = seededTestContext();

const admin = () => context.as('Ann', 'admin');
const draft = (changes: Record<string, unknown>) => ({ basedOn: 1, changes });

describe('a preview of a draft', () => {
  beforeEach(() =>
    seedCompany(context.warehouse, {
      csms: [{ name: 'Ana' }, { name: 'Bo' }],
      accounts: [1, 2, 3, 4].map((n) => ({ id: `A${n}`, since: hoursAgo(24 * n) })),
    }),
  );

  it('shows who moves, waiting, and fairness beside the current policy, and saves nothing', async () => {
    const {
      current,
      draft: outcome,
      moves,
      movesTotal,
    } = await previewPolicy(admin(), draft({ maxPerRun: 2 }));
    expect(current).toMatchObject({ accounts: 4, placed: 2, left: 2, longestLeftDays: 2 });
    expect(outcome).toMatchObject({ accounts: 4, placed: 4, left: 0, longestLeftDays: null });
    expect(outcome.fairness?.fullness.accounts?.cv).toBe(0);
    expect(moves.filter(({ before }) => before === null).map(({ accountId }) => accountId)).toEqual(
      ['A2', 'A1'],
    );
    expect(movesTotal).toBe(moves.length);
    expect((await readQueue(context.ctx)).rows).toEqual([]);
    expect((await listRuns(context.ctx, { page: 1, pageSize: 5 })).runs).toEqual([]);
  });

  it('routes what the draft’s scope contains, and leaves the current facts alone', async () => {
    const before = await context.ctx.readModel.facts(defaultPolicy, context.now());
    const none = [{ segment: 'Commercial', level: 'Enterprise' }];
    const preview = await previewPolicy(admin(), draft({ 'scope.classes': none }));
    expect(preview.draft).toMatchObject({ accounts: 0, placed: 0, left: 0, fairness: null });
    expect(preview.moves.map(({ after }) => after)).toEqual([null, null]);
    expect(await context.ctx.readModel.facts(defaultPolicy, context.now())).toBe(before);
  });

  it('is for admins, and refuses an invalid draft', async () => {
    const refusal = await expectAppError(previewPolicy(context.ctx, draft({ maxPerRun: 2 })));
    expect(refusal.code).toBe('forbidden');
    expect(await expectAppError(previewPolicy(admin(), draft({ maxPerRun: 0 })))).toMatchObject({
      details: { fields: { maxPerRun: expect.stringContaining('from 1 to 50') } },
    });
  });
});

describe('a backtest of a draft', () => {
  it('replays each account from when it first needed a CSM, under both policies', async () => {
    const daysAgo = (days: number) => hoursAgo(24 * days);
    await seedCompany(context.warehouse, {
      csms: [{ name: 'Ana' }, { name: 'Bo' }],
      accounts: [
        ...Array.from({ length: 30 }, (_, n) => ({ id: `W${n}`, since: daysAgo(20) })),
        { id: 'assigned', csm: 'Ana', needsCsm: false, since: null },
        { id: 'too old', since: daysAgo(200) },
        { id: 'owned', csm: 'Bo', needsCsm: false, since: null },
      ],
    });
    await insertExternalRecommendations(context.warehouse, [
      { id: 901, account: 'assigned', csm: 'Ana', at: daysAgo(30), accepted: true, given: 'Ana' },
    ]);
    const report = await backtestPolicy(
      admin(),
      draft({ coolingHours: 100, 'velocity.perWeek': 2 }),
    );
    expect(report.accounts).toEqual({ current: 31, draft: 31 });
    expect(report.current.waiting.unplaced).toBe(0);
    expect(report.draft.waiting.longest).toBeGreaterThan(report.current.waiting.longest);
  });
});
