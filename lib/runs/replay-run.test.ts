import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RoutingProblem } from '@/lib/engine/types';
import { unpackProblem } from '@/lib/engine-worker/jobs';
import { tableNames } from '@/lib/warehouse/tables';
import { seedCompany } from '@/test/support/company';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { expectAppError, hoursAgo } from '@/test/support/test-context';
import { replayRun } from './replay-run';
import type { StartRunInput } from './start-run';

const context = seededTestContext();
beforeEach(async () => {
  const scores = (n: number) => ({ neediness: (n * 7.3) % 10, health: (n * 31.7) % 100 });
  await seedCompany(context.warehouse, {
    csms: [
      ...Array.from({ length: 12 }, (_, n) => ({ name: `CSM ${n}`, tenureMonths: n * 3 })),
      { name: 'Away', awayUntil: hoursAgo(-50) },
    ],
    accounts: [
      ...Array.from({ length: 15 }, (_, n) => ({ id: `A${n}`, since: hoursAgo(n), ...scores(n) })),
      ...Array.from({ length: 40 }, (_, n) => ({
        id: `B${n}`,
        csm: `CSM ${(n * n) % 12}`,
        neediness: n === 7 ? null : n / 4,
        health: (n * 17) % 100,
        revenue: n * 1_234.56,
      })),
    ],
  });
});

/** Changes what a run was solved from, as if it had been stored by a program with other rules. */
async function editInput(runId: string, edit: (problem: RoutingProblem) => unknown): Promise<void> {
  const [{ input } = {}] = await context.queryRows(
    `SELECT input FROM ${tableNames.runInputs} WHERE run_id = '${runId}'`,
  );
  const edited = edit(unpackProblem(String(input)) as RoutingProblem);
  const packed = gzipSync(JSON.stringify(edited)).toString('base64');
  await context.warehouse.script(
    `UPDATE ${tableNames.runInputs} SET input = '${packed}' WHERE run_id = '${runId}'`,
  );
}

describe('replaying a run', () => {
  it.each<[string, StartRunInput]>([
    ['a batch', wholeBatch],
    ['a dry run', { ...wholeBatch, dryRun: true }],
    ['a single run', { mode: 'single', accountId: 'A3' }],
    ['a drain', { mode: 'batch', batchSize: 500, maxPerRun: 3 }],
  ])('gives the same result for %s, after everything has changed', async (_, input) => {
    const run = await runToCompletion(context.ctx, input);
    await seedCompany(context.warehouse, {
      csms: [{ name: 'Newcomer', tenureMonths: 100 }],
      accounts: [{ id: 'A0', neediness: 1, health: 99 }],
    });
    context.advanceHours(30);
    expect(await replayRun(context.ctx, run.id)).toEqual({
      runId: run.id,
      placed: run.placed,
      deferred: run.deferred,
      differences: [],
    });
  });

  it('gives the same result for a refresh, without the accounts decided meanwhile', async () => {
    await insertExternalRecommendations(context.warehouse, [
      { id: 1, account: 'A1', csm: 'Long gone', at: hoursAgo(60) },
      { id: 2, account: 'A2', csm: 'Long gone', at: hoursAgo(60) },
    ]);
    const run = await runToCompletion(context.ctx, { mode: 'refresh' });
    expect(run.placed).toBe(2);
    expect(await replayRun(context.ctx, run.id)).toMatchObject({ placed: 2, differences: [] });
  });

  it('says what differs when the rules are others', async () => {
    const run = await runToCompletion(context.ctx, wholeBatch);
    await editInput(run.id, (problem) => ({
      ...problem,
      csms: problem.csms.filter(({ name }) => name !== 'CSM 11'),
    }));
    const { differences } = await replayRun(context.ctx, run.id);
    const moved = /^Account A\d+ \(A\d+\): placed with CSM 11 at cost [-\d.]+, score [\d.]+; now /;
    expect(differences).toContainEqual(expect.stringMatching(moved));
    expect(differences).toContainEqual(expect.stringMatching(/^Proof, primal: /));
  });

  it('notices a change of the policy in the last digits', async () => {
    const run = await runToCompletion(context.ctx, wholeBatch);
    await editInput(run.id, (problem) => ({
      ...problem,
      policy: { ...problem.policy, scoreScale: problem.policy.scoreScale * (1 + 1e-6) },
    }));
    const { differences } = await replayRun(context.ctx, run.id);
    expect(differences.length).toBeGreaterThan(0);
    expect(differences.every((difference) => /score \d+\.\d+; now .* score/.test(difference))).toBe(
      true,
    );
  });

  it('is refused for a run whose input was not stored, a failed run, and an unknown run', async () => {
    const run = await runToCompletion(context.ctx, wholeBatch);
    await context.warehouse.script(`DELETE FROM ${tableNames.runInputs}`);
    expect(await expectAppError(replayRun(context.ctx, run.id))).toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('what it was solved from was not stored'),
    });
    const failed = await runToCompletion(context.ctx, { mode: 'single', accountId: 'nobody' });
    expect(await expectAppError(replayRun(context.ctx, failed.id))).toMatchObject({
      message: `Run ${failed.id} has no result to compare with.`,
    });
    expect(await expectAppError(replayRun(context.ctx, 'no run'))).toMatchObject({
      code: 'not_found',
    });
  });
});
