import type { AccountClass } from '@/lib/engine/account-class';
import type { Dimension, FullnessDimension } from '@/lib/engine/types';
import type { SkipReason, StoredProof } from '@/lib/read-model/run-schemas';
import type { RunStage, RunStatus } from '@/lib/warehouse/sql/runs';

/** Labels of run statuses. */
export const runStatusLabels: Readonly<Record<RunStatus, string>> = {
  running: 'Running',
  succeeded: 'Done',
  failed: 'Failed',
  cancelled: 'Canceled',
};

/** Labels of the stages, in order. */
export const runStageLabels: Readonly<
  Record<RunStage, { readonly name: string; readonly description: string }>
> = {
  reading: { name: 'Reading', description: 'Accounts, books, and recent assignments' },
  solving: { name: 'Solving', description: 'As many placements as possible, at the lowest cost' },
  saving: { name: 'Saving', description: 'All or nothing, in one transaction' },
};

/** Labels of assignment methods. Other programs may write other methods. */
export const methodLabels: Readonly<Record<string, string>> = {
  single_optimized: 'Single run',
  batch_optimized: 'Batch run',
  manual_override: 'Override',
  llm_revised: 'Reassigned by the earlier program',
};

/** The label of an assignment method; another program's method is shown as it is. */
export function methodLabel(method: string | null): string {
  return method === null ? 'Unknown' : (methodLabels[method] ?? (method || 'Empty'));
}

/** Why a refresh did not place an account again, as a sentence without a final period. */
export const skipReasonLabels: Readonly<Record<SkipReason, string>> = {
  no_longer_needed: 'No longer needs a CSM',
  assigned_elsewhere: 'Was assigned elsewhere',
  decided: 'Was decided during the run',
};

/** What became of stale recommendations in a refresh, without a final period. */
export function describeRefresh(counts: {
  readonly placed: number;
  readonly deferred: number;
  readonly skipped: number;
  readonly left: number;
}): string {
  const { placed, deferred, skipped, left } = counts;
  return [
    `${placed} recommended again`,
    ...(deferred > 0 ? [`${deferred} could not be placed`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(left > 0 ? [`${left} left for another run`] : []),
  ].join(', ');
}

/** The stages whose duration is stored. */
export const timedStages = ['reading', 'solving'] as const;

export const dimensionLabels: Readonly<Record<Dimension, string>> = {
  accounts: 'Accounts',
  neediness: 'Neediness',
  revenue: 'Revenue',
  red: 'Red accounts',
};

/** A class of accounts: "Commercial · Enterprise". */
export function accountClassLabel({ segment, level }: AccountClass): string {
  if (segment === null && level === null) return 'Unknown class';
  return `${segment ?? 'Unknown segment'} · ${level ?? 'unknown level'}`;
}

/** The dimensions of how full CSMs are, per unit of capacity. */
export const fullnessLabels: Readonly<Record<FullnessDimension, string>> = {
  accounts: 'Share of capacity',
  neediness: 'Neediness per capacity',
  revenue: 'Revenue per capacity',
};

/** Relative difference below which the cost and its bound count as equal. */
export const PROOF_TOLERANCE = 1e-9;

/** Describes what a run proves, in sentences without a final period. */
export function describeProof(
  proof: StoredProof,
  locale: string,
): { readonly proved: boolean; readonly sentences: readonly string[] } {
  const { method, placed, primal, bound, gapPercent } = proof;
  const costFormat = new Intl.NumberFormat(locale, {
    maximumFractionDigits: 3,
    signDisplay: 'negative',
  });
  // Costs can be negative; use the typographic minus sign.
  const formatCost = (cost: number) => costFormat.format(cost).replace('-', '−');
  const gap = Math.abs(primal - bound);
  const proved = gap <= PROOF_TOLERANCE * Math.max(1, Math.abs(primal), Math.abs(bound));
  if (placed === 0) {
    return { proved, sentences: ['No account could be placed, and no assignment can place one'] };
  }
  const values = `cost ${formatCost(primal)}, bound ${formatCost(bound)}`;
  if (method === 'rounds') {
    return {
      proved: false,
      sentences: [
        `Solved in ${proof.rounds} rounds of one account per CSM: ${values}`,
        'Each round is optimal given the previous ones. This does not prove the whole run optimal',
      ],
    };
  }
  if (proved) {
    return {
      proved,
      sentences: [
        `Proved optimal: ${values}. No assignment places more accounts, or as many at a lower cost`,
      ],
    };
  }
  const percent = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const relative =
    gapPercent === null ? '' : `, which is ${percent.format(gapPercent)}% of what this run gains`;
  return {
    proved,
    sentences: [
      'No assignment places more accounts',
      `This one costs ${formatCost(primal)}. None that places as many costs less than ${formatCost(bound)}, so a better one may save up to ${formatCost(gap)}${relative}`,
    ],
  };
}
