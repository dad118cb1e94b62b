import { findCsmExclusions } from '@/lib/engine/eligibility';
import { committedBook } from '@/lib/engine/load';
import { ownCapacity } from '@/lib/engine/policy';
import { classifyHealth } from '@/lib/engine/prepare-input';
import type { SerializedPlacement, SolvedRun } from '@/lib/engine-worker/jobs';
import type { PendingRow } from '@/lib/read-model/flagged-recommendation';
import type { LoadedProblem, RefreshedWork } from '@/lib/read-model/routing-problem';
import type {
  RunBooks,
  RunResult,
  SkipReason,
  UnavailableCsms,
  UnavailableReason,
} from '@/lib/read-model/run-schemas';
import type { AccountRow } from '@/lib/warehouse/sql/accounts';
import type { RunSnapshot } from '@/lib/warehouse/sql/runs';
import { countReasons, takenDeferrals } from './outcome';

/**
 * Builds the result of a run: the solution with the account data it was based on, and all deferrals.
 * @param decided the accounts whose recommendations were decided during a refresh
 */
export function buildRunResult(
  { accounts, context, refresh }: LoadedProblem,
  solution: SolvedRun,
  took: RunResult['took'],
  decided: ReadonlySet<string> = new Set(),
): RunResult {
  const byId = new Map(accounts.map((account) => [account.id, account]));
  const healthColor = (account: AccountRow) =>
    context.toRoutable(account).color ??
    (account.health === null ? null : classifyHealth(account.health, context.routing.policy));
  const accountFields = (accountId: string, placement?: SerializedPlacement) => {
    const account = byId.get(accountId) as AccountRow;
    return {
      accountId,
      accountName: account.name ?? accountId,
      neediness: account.neediness,
      health: account.health,
      color: placement?.color ?? healthColor(account),
      revenue: account.revenue,
      segment: account.segment,
      level: account.level,
    };
  };
  const decidedDeferrals = solution.deferrals.filter(({ accountId }) => decided.has(accountId));
  const earlier = new Map(
    refresh?.replaced.map(
      ({ recommendation: { id, accountId, recommendedCsm, recommendedAt } }) => [
        accountId,
        { id, csm: recommendedCsm, at: recommendedAt.getTime() },
      ],
    ),
  );
  const undecided = <Row extends { readonly accountId: string }>(rows: readonly Row[]) =>
    rows.filter(({ accountId }) => !decided.has(accountId));
  const deferrals = undecided(solution.deferrals).map(({ accountId, reason, until, counts }) => ({
    ...accountFields(accountId),
    reason,
    until,
    counts,
    keeps: earlier.get(accountId),
  }));
  const figures = runFigures(solution);
  return {
    placements: undecided(solution.placements).map((placement) => ({
      ...accountFields(placement.accountId, placement),
      csm: placement.csm,
      cost: placement.cost,
      score: placement.score,
      replaces: earlier.get(placement.accountId),
    })),
    deferrals,
    reasons: countReasons(takenDeferrals({ deferrals, untaken: figures.untaken })),
    ...(refresh && { refresh: { skipped: skippedRows(refresh, decided), left: refresh.left } }),
    deferred: solution.deferred - decidedDeferrals.length,
    ...figures,
    took,
  };
}

/** The figures of a result that do not belong to one account. */
export function runFigures({
  left,
  untaken,
  proof,
  fairness,
  match,
}: SolvedRun): Pick<RunResult, 'left' | 'untaken' | 'proof' | 'fairness' | 'match'> {
  return {
    left,
    untaken: [...untaken],
    proof,
    fairness: { measure: 'within_class', ...fairness },
    match,
  };
}

/** The accounts of stale recommendations that a refresh did not place again, with the reason. */
function skippedRows({ replaced, skipped }: RefreshedWork, decided: ReadonlySet<string>) {
  const row = ({ recommendation, account }: PendingRow, reason: SkipReason) => ({
    accountId: recommendation.accountId,
    accountName: account?.name ?? recommendation.accountId,
    csm: recommendation.recommendedCsm,
    reason,
  });
  return [
    ...skipped.map((each) =>
      row(
        each,
        each.flags.includes('no_longer_needed') ? 'no_longer_needed' : 'assigned_elsewhere',
      ),
    ),
    ...replaced
      .filter(({ recommendation }) => decided.has(recommendation.accountId))
      .map((each) => row(each, 'decided')),
  ];
}

/**
 * Builds what analytics read of a run: fairness, the active CSMs who were unavailable, and how full each
 * active CSM was. Equal snapshots have equal text. A CSM is listed under each reason that applied.
 */
export function buildRunSnapshot({ context }: LoadedProblem, solution: SolvedRun): RunSnapshot {
  const { csms, policy, now } = context.routing;
  const active = csms.filter((csm) => csm.active);
  const exclusions = active.map((csm) => ({
    name: csm.name,
    reasons: findCsmExclusions(csm, policy, now).map(({ reason }) => reason),
  }));
  const namesExcludedBy = (reason: UnavailableReason) =>
    exclusions.flatMap(({ name, reasons }) => (reasons.includes(reason) ? [name] : [])).sort();
  const unavailable: UnavailableCsms = {
    away: namesExcludedBy('away'),
    cooling: namesExcludedBy('cooling'),
    velocity: namesExcludedBy('velocity'),
  };
  const books: RunBooks = Object.fromEntries(
    active.map((csm) => [
      csm.name,
      [committedBook(csm, policy).accounts, ownCapacity(csm, policy)],
    ]),
  );
  return {
    fairness: JSON.stringify(runFigures(solution).fairness),
    unavailable: JSON.stringify(unavailable),
    books: JSON.stringify(books),
  };
}
