import 'server-only';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { AccountRow } from '@/lib/warehouse/sql/accounts';
import { insertExplanations } from '@/lib/warehouse/sql/explanations';
import { extendLock, releaseLock } from '@/lib/warehouse/sql/locks';
import { insertRecommendations } from '@/lib/warehouse/sql/recommendations';
import { finishRun, runById } from '@/lib/warehouse/sql/runs';
import type { Session } from '@/lib/warehouse/types';
import { lease } from './lock';
import type { Proposal, Reading, StartedRun } from './propose';
import type { RunResult } from './result';

/**
 * Writes recommendations, explanations and the end of the run in one transaction; a dry run only
 * its end. A run that was cancelled or lost its lock meanwhile writes nothing.
 */
export async function saveRun(
  { warehouse, now }: Context,
  run: StartedRun,
  found: {
    readonly reading: Reading;
    readonly proposal: Proposal;
    readonly result: RunResult;
    readonly at: Date;
  },
): Promise<void> {
  const { placements, deferrals } = found.proposal;
  const accounts = new Map(found.reading.accounts.map((account) => [account.id, account]));
  const account = (id: string) => accounts.get(id) as AccountRow;
  const begun = performance.now();
  await warehouse.transaction('runs.save', async (session) => {
    const until = new Date(now().getTime() + lease);
    const held = await session.write(extendLock({ name: 'run', holder: run.runId, until }));
    if (held !== 1) throw await whyLost(session, run.runId);
    if (!run.dryRun && placements.length > 0) {
      await session.write(
        insertRecommendations({
          runId: run.runId,
          at: found.at,
          method: run.scope.mode === 'single' ? 'single_optimized' : 'batch_optimized',
          batchSize: found.reading.accounts.length,
          recommendations: placements.map(({ accountId, csm, score }) => {
            const { neediness, health, revenue, segment, level } = account(accountId);
            return { accountId, csm, score, neediness, health, revenue, segment, level };
          }),
        }),
      );
      await session.write(
        insertExplanations(
          { id: run.runId, policyVersion: run.policyVersion },
          placements.map(({ accountId, score, explanation }) => ({
            accountId,
            score,
            currentCsm: account(accountId).currentCsm,
            explanation: JSON.stringify(explanation),
          })),
        ),
      );
    }
    const took = { ...found.result.took, saving: performance.now() - begun };
    const ended = await session.write(
      finishRun({
        id: run.runId,
        status: 'succeeded',
        stage: 'saving',
        at: now(),
        placed: placements.length,
        deferred: deferrals.length,
        failure: null,
        result: JSON.stringify({ ...found.result, took }),
      }),
    );
    if (ended !== 1) throw await whyLost(session, run.runId);
    await session.write(releaseLock('run', run.runId));
  });
}

async function whyLost(session: Session, runId: string): Promise<AppError> {
  const [run] = await session.read(runById(runId));
  return run?.status === 'cancelled'
    ? new AppError('cancelled', 'The run was cancelled. Nothing of it was saved.')
    : new AppError(
        'run_in_progress',
        'This run took too long and another one started. Nothing of it was saved; start it again.',
      );
}
