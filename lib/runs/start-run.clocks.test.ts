import { describe, expect, it } from 'vitest';
import { rejectRecommendation } from '@/test/support/decisions';
import { guideQueries } from '@/test/support/guide-queries';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { decisionRequest, hoursAgo, readQueue } from '@/test/support/test-context';
import { listRuns } from './read-runs';

const context = seededTestContext({
  csms: [{ name: 'Ana' }, { name: 'Bo' }, { name: 'Cy' }],
  accounts: [{ id: 'A', since: hoursAgo(48) }],
});

describe.each([
  ['an hour back', -1],
  ['a day back', -24],
])('a run after the clock was set %s', (_, hours) => {
  it('recommends an account that was rejected before, and is the latest run', async () => {
    await runToCompletion(context.ctx, wholeBatch);
    const [first] = (await readQueue(context.ctx)).rows;
    await rejectRecommendation(context.ctx, {
      ...decisionRequest(first?.id ?? ''),
      reason: 'not_ready',
    });
    context.advanceHours(hours);
    const second = await runToCompletion(context.ctx, wholeBatch);
    expect(second).toMatchObject({ status: 'succeeded', placed: 1 });

    context.ctx.readModel.invalidate();
    expect((await readQueue(context.ctx)).rows).toMatchObject([{ accountId: 'A' }]);
    expect(await context.queryRows(guideQueries.latestRun)).toMatchObject([{ run_id: second.id }]);
    const { runs } = await listRuns(context.ctx, { page: 1, pageSize: 1 });
    expect(runs.map(({ id }) => id)).toEqual([second.id]);
    expect(second.finishedAt?.getTime()).toBeGreaterThanOrEqual(second.startedAt.getTime());
  });
});
