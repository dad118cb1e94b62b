import 'server-only';
import sql from 'sql-template-tag';
import type { LoadedProblem } from '@/lib/read-model/routing-problem';
import type { RunResult } from '@/lib/read-model/run-schemas';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import type { AccountRow } from '@/lib/warehouse/sql/accounts';
import {
  type AccountFacts,
  type RecommendationFacts,
  recommendationFacts,
} from '@/lib/warehouse/sql/read-model';
import {
  insertExplanations,
  insertRecommendations,
  type NewRecommendation,
} from '@/lib/warehouse/sql/recommendations';
import { finishRun, type RunRow, runById } from '@/lib/warehouse/sql/runs';
import { writeAll } from '@/lib/warehouse/sql/shared/batches';
import {
  columnLimits,
  requireNameFits,
  truncateText,
} from '@/lib/warehouse/sql/shared/column-limits';
import type { Session } from '@/lib/warehouse/types';
import { buildRunSnapshot } from './run-result';
import type { RoutingSolution, StartedRun } from './solve';

/** What a run read and found. */
interface RunOutput {
  readonly problem: LoadedProblem;
  readonly solution: RoutingSolution;
  readonly result: RunResult;
  /** When the data was read; the timestamp of the recommendations. */
  readonly at: Date;
}

/**
 * Marks the run as succeeded and writes its recommendations and explanations in one transaction. A
 * dry run writes only its own row. Writes nothing if the run was canceled or recorded as
 * interrupted meanwhile. Adds what was saved to the read model.
 *
 * @throws AppError `cancelled`; `run_in_progress`; `invalid_input` if a name is too long
 */
export async function saveRun(
  { warehouse, readModel, now }: Context,
  run: StartedRun,
  { problem, solution, result, at }: RunOutput,
): Promise<void> {
  const { placements, deferrals } = solution;
  const accounts = new Map(problem.accounts.map((account) => [account.id, account]));
  const account = (id: string) => accounts.get(id) as AccountRow;
  const recommendations = placements.map(({ accountId, csm, score }) =>
    toNewRecommendation(account(accountId), csm, score),
  );
  const explanations = placements.map(({ accountId, score, explanation }) => {
    const { currentCsm, neediness, health, revenue } = account(accountId);
    const inputs = { currentCsm, neediness, health, revenue };
    return { accountId, score, ...inputs, explanation: JSON.stringify(explanation) };
  });
  // Built before the transaction, which others wait for.
  const ended = { result: JSON.stringify(result), snapshot: buildRunSnapshot(problem, solution) };
  const inserts = run.dryRun
    ? []
    : [
        ...insertRecommendations({
          runId: run.runId,
          at,
          method: run.scope.mode === 'single' ? 'single_optimized' : 'batch_optimized',
          batchSize: problem.accounts.length,
          recommendations,
        }),
        ...insertExplanations({ id: run.runId, policyVersion: run.policyVersion }, explanations),
      ];
  /** Returns the saved recommendations; null if an earlier attempt saved them. */
  const work = async (session: Session): Promise<readonly RecommendationFacts[] | null> => {
    const affected = await session.write(
      finishRun({
        id: run.runId,
        status: 'succeeded',
        stage: 'saving',
        at: now(),
        placed: placements.length,
        deferred: deferrals.length,
        failure: null,
        ...ended,
      }),
    );
    if (affected !== 1) {
      const [saved] = await session.read(runById(run.runId));
      // A retry after a commit without a response: only this save records success.
      if (saved?.status === 'succeeded') return null;
      throw notRunningError(saved);
    }
    if (inserts.length === 0) return [];
    await writeAll(session, inserts);
    return session.read(recommendationFacts(sql`r.run_id = ${run.runId}`));
  };
  const saved = await warehouse.transaction('runs.save', work, { idempotent: true, tracked: true });
  if (saved === null) readModel.invalidate();
  readModel.apply([
    {
      kind: 'recommended',
      recommendations: saved ?? [],
      accounts: (saved ?? []).map(({ accountId }) => toAccountFacts(account(accountId))),
    },
  ]);
}

/** A recommendation that fits the columns of the data team's table. */
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

function toAccountFacts(row: AccountRow): AccountFacts {
  const { hasPending: _, assignedSince: __, ...account } = row;
  return account;
}

function notRunningError(run: RunRow | undefined): AppError {
  return run?.status === 'cancelled'
    ? new AppError('cancelled', 'The run was canceled. Nothing was saved.')
    : new AppError(
        'run_in_progress',
        'This run took too long, and another one started. Nothing was saved. Start it again.',
      );
}
