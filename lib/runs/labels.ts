import type { Dimension, Proof } from '@/lib/engine/types';
import type { RunStage, RunStatus } from '@/lib/warehouse/sql/runs';

/** What a run is called in a list and at the head of its page. */
export const runStatusLabels: Readonly<Record<RunStatus, string>> = {
  running: 'Under way',
  succeeded: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

/** What a run does in each stage, in the order of the stages. */
export const runStageLabels: Readonly<
  Record<RunStage, { readonly name: string; readonly does: string }>
> = {
  reading: { name: 'Reading', does: 'Accounts, books and recent assignments' },
  solving: { name: 'Solving', does: 'As many placements as possible, at the least cost' },
  saving: { name: 'Saving', does: 'Everything in one step, or nothing' },
};

/** Labels of assignment methods. Other programs may write other methods. */
export const methodLabels: Readonly<Record<string, string>> = {
  single_optimized: 'Single run',
  batch_optimized: 'Batch run',
  manual_override: 'Override',
};

/** The label of an assignment method; another program's method is shown as it is. */
export function methodLabel(method: string | null): string {
  return method === null ? 'Unknown' : (methodLabels[method] ?? (method || 'Empty'));
}

/** The stages of which a run keeps how long they took. */
export const timedStages = ['reading', 'solving'] as const;

export const dimensionLabels: Readonly<Record<Dimension, string>> = {
  accounts: 'Accounts',
  neediness: 'Neediness',
  revenue: 'Revenue',
  red: 'Red accounts',
};

/** How far value and bound may lie apart and still be the same number, relative to their size. */
const PROOF_TOLERANCE = 1e-9;

/** What the proof of a run shows, in sentences without their full stop. */
export function describeProof({ placed, primal, bound, rounds }: Proof): {
  readonly proved: boolean;
  readonly sentences: readonly string[];
} {
  const gap = Math.abs(primal - bound);
  const proved = gap <= PROOF_TOLERANCE * Math.max(1, Math.abs(primal), Math.abs(bound));
  if (placed === 0) {
    return { proved, sentences: ['No account could be placed, and no assignment places one'] };
  }
  const figures = `cost ${formatCost(primal)}, bound ${formatCost(bound)}`;
  const first = proved
    ? `Proved optimal: ${figures}; no assignment places more accounts, and none that places ${placed === 1 ? 'one' : `these ${placed}`} costs less`
    : `Not proved optimal: ${figures}; a better assignment may exist, by at most ${formatCost(gap)}`;
  return {
    proved,
    sentences:
      rounds > 1
        ? [
            first.replace('no assignment places', 'in its round, no assignment places'),
            `The policy lets a CSM receive several accounts in a run, so it was solved in ${rounds} rounds of one account per CSM; each round is optimal given the rounds before it`,
          ]
        : [first],
  };
}

const costFormat = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 });

/** A cost in units of the objective, with a proper minus sign. */
function formatCost(value: number): string {
  return costFormat.format(value).replace(/^-0$/, '0').replace('-', '−');
}
