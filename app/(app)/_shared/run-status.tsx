import { Badge, type Tone } from '@/components/ui/badge';
import { CheckIcon, CloseIcon } from '@/components/ui/icons';
import { Spinner } from '@/components/ui/progress';
import { runStatusLabels } from '@/lib/runs/labels';
import type { RunRow, RunStatus } from '@/lib/runs/progress';

const statusBadges: Record<RunStatus, { readonly tone: Tone; readonly icon: React.ReactNode }> = {
  running: { tone: 'info', icon: <Spinner className="size-3" /> },
  succeeded: { tone: 'ok', icon: <CheckIcon className="size-3.5" /> },
  failed: { tone: 'danger', icon: <CloseIcon className="size-3.5" /> },
  cancelled: { tone: 'neutral', icon: <CloseIcon className="size-3.5" /> },
};

/** How a run stands or ended: a mark and the word for it. */
export function RunStatusBadge({ status, failureCode }: Pick<RunRow, 'status' | 'failureCode'>) {
  const { tone, icon } = statusBadges[status];
  return (
    <Badge tone={tone}>
      {icon}
      {failureCode === 'interrupted' ? 'Interrupted' : runStatusLabels[status]}
    </Badge>
  );
}

/** Marks a run that wrote nothing. */
export function DryRunBadge() {
  return <Badge title="Nothing was written to the queue">Dry run</Badge>;
}

type RunScopeFields = Pick<RunRow, 'mode' | 'accountId' | 'batchSize'>;

/** What a run was asked to place, as a name for it. */
export function runScopeLabel({ mode, accountId, batchSize }: RunScopeFields): string {
  return mode === 'single' ? `Account ${accountId}` : `Batch of ${batchSize}`;
}

/** The same as it is asked for again. */
export function rerunInput({ mode, accountId, batchSize }: RunScopeFields) {
  return mode === 'single'
    ? { mode, accountId: accountId ?? '' }
    : { mode, batchSize: batchSize ?? 1 };
}
