import { describe, expect, it } from 'vitest';
import { seedCompany } from '@/test/support/company';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { expectAppError, hoursAgo } from '@/test/support/test-context';
import { previewRun } from './preview-run';
import { listRuns } from './read-runs';

const context = seededTestContext();

const preview = (batchSize: number, maxPerRun: number) =>
  previewRun(context.ctx, { batchSize, maxPerRun });

/** Ten accounts wait for three CSMs with the same capacity, one of whom already has six accounts. */
const backlogOfTen = {
  csms: ['Ana', 'Bo', 'Cy'].map((name) => ({ name, tenureMonths: 40 })),
  accounts: [
    ...Array.from({ length: 10 }, (_, n) => ({ id: `A${n}`, since: hoursAgo(100 - n) })),
    ...Array.from({ length: 6 }, (_, n) => ({ id: `B${n}`, csm: 'Cy' })),
  ],
};

describe('a preview', () => {
  it('compares a drain with a batch under the policy, and saves nothing', async () => {
    await seedCompany(context.warehouse, backlogOfTen);
    const { backlog, normal, drain } = await preview(500, 3);
    expect(backlog).toBe(10);
    expect(normal).toMatchObject({ placed: 3, daysToEmpty: 4 });
    expect(drain).toMatchObject({ placed: 9, daysToEmpty: 2 });
    expect(drain.fairness.before).toEqual(normal.fairness.before);
    const cv = ({ fairness }: typeof drain) => fairness.after.fullness.accounts?.cv ?? 0;
    expect(cv(drain)).toBeLessThan(cv(normal));
    expect((await listRuns(context.ctx, { page: 1, pageSize: 9 })).total).toBe(0);
  });

  it('says that the backlog is never emptied if no CSM is eligible', async () => {
    await seedCompany(context.warehouse, {
      csms: [{ name: 'Ana', capacity: 0 }],
      accounts: [{ id: 'A' }],
    });
    expect(await preview(5, 3)).toMatchObject({ drain: { placed: 0, daysToEmpty: null } });
  });

  it('is refused without accounts, without active CSMs, for viewers, and for invalid numbers', async () => {
    expect(await expectAppError(preview(5, 3))).toMatchObject({ code: 'not_routable' });
    await seedCompany(context.warehouse, { accounts: [{ id: 'A' }] });
    expect(await expectAppError(preview(5, 3))).toMatchObject({ code: 'no_active_csm' });
    expect(await expectAppError(preview(5, 51))).toMatchObject({ code: 'invalid_input' });
    expect(await expectAppError(preview(501, 2))).toMatchObject({ code: 'invalid_input' });
    const person = { ...context.ctx.person, role: 'viewer' } as const;
    const refused = previewRun({ ...context.ctx, person }, { batchSize: 5, maxPerRun: 2 });
    expect(await expectAppError(refused)).toMatchObject({ code: 'forbidden' });
  });
});
