import 'server-only';
import sql from 'sql-template-tag';
import type { SolvedRun } from '@/lib/engine-worker/jobs';
import type { LoadedProblem, RefreshedWork } from '@/lib/read-model/routing-problem';
import { toNewDeferral } from '@/lib/read-model/run-deferrals';
import type { RunResult } from '@/lib/read-model/run-schemas';
import { auditedTransaction, type RecordAudit } from '@/lib/server/audit/audited-transaction';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import type { AccountRow } from '@/lib/warehouse/sql/accounts';
import {
  type AccountFacts,
  pendingOfAccounts,
  type RecommendationFacts,
  recommendationFacts,
} from '@/lib/warehouse/sql/read-model';
import {
  insertExplanations,
  insertRecommendations,
  type NewRecommendation,
} from '@/lib/warehouse/sql/recommendations';
import { insertRunDeferrals } from '@/lib/warehouse/sql/run-deferrals';
import { insertRunInput } from '@/lib/warehouse/sql/run-inputs';
import { finishRun, type RunRow, runById } from '@/lib/warehouse/sql/runs';
import { writeAll } from '@/lib/warehouse/sql/shared/batches';
import {
  columnLimits,
  requireNameFits,
  truncateText,
} from '@/lib/warehouse/sql/shared/column-limits';
import type { Session } from '@/lib/warehouse/types';
import { buildRunResult, buildRunSnapshot } from './run-result';
import type { StartedRun } from './solve';

/** What a run read and found. */
interface RunOutput {
  readonly problem: LoadedProblem;
  readonly solution: SolvedRun;
  readonly took: RunResult['took'];
  /** When the data was read; the timestamp of the recommendations. */
  readonly at: Date;
}

/**
 * Marks the run as succeeded and writes what it was solved from, its recommendations, and their
 * explanations in one transaction. A dry run has no recommendations. Writes nothing if the run was canceled or recorded as
 * interrupted meanwhile. A refresh leaves out what was decided meanwhile. Adds what was saved to the
 * read model.
 *
 * @returns the number of placed accounts
 * @throws AppError `cancelled`; `run_in_progress`; `invalid_input` if a name is too long
 */
export async function saveRun(ctx: Context, run: StartedRun, output: RunOutput): Promise<number> {
  const { readModel, now } = ctx;
  const { problem } = output;
  const accounts = new Map(problem.accounts.map((account) => [account.id, account]));
  // Built before the transaction, which others wait for.
  const prepared = prepareSave(run, output, accounts, new Set());
  /** Returns the saved recommendations; null if an earlier attempt saved them. */
  const work = async (session: Session, record: RecordAudit): Promise<Saved> => {
    const decided = await decidedMeanwhile(session, problem.refresh);
    const { placed, deferred, ended, records, inserts } =
      decided.size === 0 ? prepared : prepareSave(run, output, accounts, decided);
    const affected = await session.write(
      finishRun({
        id: run.runId,
        status: 'succeeded',
        stage: 'saving',
        at: now(),
        placed,
        deferred,
        failure: null,
        ...ended,
      }),
    );
    if (affected !== 1) {
      const [saved] = await session.read(runById(run.runId));
      // A retry after a commit without a response: only this save records success.
      if (saved?.status === 'succeeded') {
        return { placed: saved.placed ?? 0, recommendations: null };
      }
      throw notRunningError(saved);
    }
    record({
      action: 'run.ended',
      subject: run.runId,
      details: { status: 'succeeded', placed, deferred },
    });
    await writeAll(session, records);
    if (inserts.length === 0) return { placed, recommendations: [] };
    await writeAll(session, inserts);
    const saved = await session.read(recommendationFacts(sql`r.run_id = ${run.runId}`));
    return { placed, recommendations: saved };
  };
  const { placed, recommendations } = await auditedTransaction(ctx, 'runs.save', work, {
    idempotent: true,
    tracked: true,
  });
  if (recommendations === null) readModel.invalidate();
  readModel.apply([
    {
      kind: 'recommended',
      recommendations: recommendations ?? [],
      accounts: (recommendations ?? []).flatMap(({ accountId }) => {
        const account = accounts.get(accountId);
        return account ? [toAccountFacts(account)] : [];
      }),
    },
  ]);
  return placed;
}

interface Saved {
  readonly placed: number;
  readonly recommendations: readonly RecommendationFacts[] | null;
}

/** The accounts whose recommendations were decided or replaced since a refresh has read them. */
async function decidedMeanwhile(
  session: Session,
  refresh: RefreshedWork | null,
): Promise<ReadonlySet<string>> {
  if (!refresh) return new Set();
  const replaced = refresh.replaced.map(({ recommendation }) => recommendation);
  const rows = await session.read(pendingOfAccounts(replaced.map(({ accountId }) => accountId)));
  const pending = new Set(rows.map(({ id }) => id));
  return new Set(replaced.flatMap(({ id, accountId }) => (pending.has(id) ? [] : [accountId])));
}

/** What a run writes, without the accounts that were decided meanwhile. */
function prepareSave(
  run: StartedRun,
  { problem, solution, took, at }: RunOutput,
  accounts: ReadonlyMap<string, AccountRow>,
  decided: ReadonlySet<string>,
) {
  const { deferrals, ...result } = buildRunResult(problem, solution, took, decided);
  const account = (id: string) => accounts.get(id) as AccountRow;
  const placements = solution.placements.filter(({ accountId }) => !decided.has(accountId));
  const recommendations = placements.map(({ accountId, csm, score }) =>
    toNewRecommendation(account(accountId), csm, score),
  );
  const explanations = placements.map(({ accountId, score, explanation }) => {
    const { currentCsm, neediness, health, revenue } = account(accountId);
    const inputs = { currentCsm, neediness, health, revenue };
    return { accountId, score, ...inputs, explanation };
  });
  const method = run.scope.mode === 'single' ? 'single_optimized' : 'batch_optimized';
  const batchSize = Math.min(problem.accounts.length, problem.limit ?? problem.accounts.length);
  return {
    placed: placements.length,
    deferred: result.deferred ?? null,
    ended: { result: JSON.stringify(result), snapshot: buildRunSnapshot(problem, solution) },
    records: [
      ...insertRunInput(run.runId, solution.input),
      ...insertRunDeferrals(run.runId, deferrals.map(toNewDeferral)),
    ],
    inserts:
      run.dryRun || placements.length === 0
        ? []
        : [
            ...insertRecommendations({
              runId: run.runId,
              at,
              method,
              batchSize,
              recommendations,
            }),
            ...insertExplanations(
              { id: run.runId, policyVersion: run.policyVersion },
              explanations,
            ),
          ],
  };
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
