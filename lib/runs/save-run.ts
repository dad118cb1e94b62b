import 'server-only';
import type { LoadedProblem } from '@/lib/read-model/routing-problem';
import type { RunResult } from '@/lib/read-model/run-schemas';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import type { AccountRow } from '@/lib/warehouse/sql/accounts';
import {
  insertExplanations,
  insertRecommendations,
  type NewRecommendation,
} from '@/lib/warehouse/sql/recommendations';
import { finishRun, type RunRow, runById } from '@/lib/warehouse/sql/runs';
import {
  columnLimits,
  requireNameFits,
  truncateText,
} from '@/lib/warehouse/sql/shared/column-limits';
import type { Session } from '@/lib/warehouse/types';
import { buildRunSummary } from './run-result';
import type { RoutingSolution, StartedRun } from './solve';

/** What a run found, ready to be saved. */
interface RunOutput {
  readonly reading: LoadedProblem;
  readonly proposal: RoutingSolution;
  readonly result: RunResult;
  readonly at: Date;
}

/**
 * Writes the end of the run, recommendations and explanations in one transaction; a dry run only
 * its end. A run that was cancelled or taken for dead meanwhile is not running any more, and writes
 * nothing.
 * @throws AppError `cancelled`, `run_in_progress`, or `invalid_input` for a name that does not fit.
 */
export async function saveRun(
  { warehouse, now }: Context,
  run: StartedRun,
  found: RunOutput,
): Promise<void> {
  const { placements, deferrals } = found.proposal;
  const accounts = new Map(found.reading.accounts.map((account) => [account.id, account]));
  const account = (id: string) => accounts.get(id) as AccountRow;
  const recommendations = placements.map(({ accountId, csm, score }) =>
    toNewRecommendation(account(accountId), csm, score),
  );
  const explanations = placements.map(({ accountId, score, explanation }) => {
    const { currentCsm, neediness, health, revenue } = account(accountId);
    const seen = { currentCsm, neediness, health, revenue };
    return { accountId, score, ...seen, explanation: JSON.stringify(explanation) };
  });
  const work = async (session: Session): Promise<void> => {
    const ended = await session.write(
      finishRun({
        id: run.runId,
        status: 'succeeded',
        stage: 'saving',
        at: now(),
        placed: placements.length,
        deferred: deferrals.length,
        failure: null,
        result: JSON.stringify(found.result),
        standing: buildRunSummary(found.reading, found.proposal),
      }),
    );
    if (ended !== 1) {
      const [other] = await session.read(runById(run.runId));
      // Nobody else says so of this run: it was saved, but its commit was not heard of.
      if (other?.status === 'succeeded') return;
      throw notRunningError(other);
    }
    if (run.dryRun || placements.length === 0) return;
    await session.write(
      insertRecommendations({
        runId: run.runId,
        at: found.at,
        method: run.scope.mode === 'single' ? 'single_optimized' : 'batch_optimized',
        batchSize: found.reading.accounts.length,
        recommendations,
      }),
    );
    await session.write(
      insertExplanations({ id: run.runId, policyVersion: run.policyVersion }, explanations),
    );
  };
  await warehouse.transaction('runs.save', work, { idempotent: true });
}

/** A recommendation as the data team's table can hold it. */
function toNewRecommendation(account: AccountRow, csm: string, score: number): NewRecommendation {
  const { neediness, health, revenue, segment, level } = account;
  return {
    accountId: requireNameFits(account.id, columnLimits.accountId, 'account'),
    csm: requireNameFits(csm, columnLimits.name, 'CSM'),
    score,
    neediness,
    health,
    revenue,
    segment: segment && truncateText(segment, columnLimits.class),
    level: level && truncateText(level, columnLimits.class),
  };
}

function notRunningError(run: RunRow | undefined): AppError {
  return run?.status === 'cancelled'
    ? new AppError('cancelled', 'The run was cancelled. Nothing of it was saved.')
    : new AppError(
        'run_in_progress',
        'This run took too long and another one started. Nothing of it was saved; start it again.',
      );
}
