import { Badge, type Tone } from '@/components/ui/badge';
import { CheckIcon, CloseIcon } from '@/components/ui/icons';
import { Spinner } from '@/components/ui/spinner';
import { runStatusLabels } from '@/lib/runs/labels';
import type { RunRow, RunStatus } from '@/lib/runs/progress';
import type { StartRunInput } from '@/lib/runs/start-run';

const statusBadges: Record<RunStatus, { readonly tone: Tone; readonly icon: React.ReactNode }> = {
  running: { tone: 'info', icon: <Spinner className="size-3" /> },
  succeeded: { tone: 'ok', icon: <CheckIcon className="size-3.5" /> },
  failed: { tone: 'danger', icon: <CloseIcon className="size-3.5" /> },
  cancelled: { tone: 'neutral', icon: <CloseIcon className="size-3.5" /> },
};

/** The status of a run. */
export function RunStatusBadge({ status, failureCode }: Pick<RunRow, 'status' | 'failureCode'>) {
  const { tone, icon } = statusBadges[status];
  return (
    <Badge tone={tone}>
      {icon}
      {failureCode === 'interrupted' ? 'Interrupted' : runStatusLabels[status]}
    </Badge>
  );
}

/** Marks a run that saved nothing. */
export function DryRunBadge() {
  return <Badge title="Nothing was saved">Dry run</Badge>;
}

/** Marks a run whose decisions were undone together. */
export function RolledBackBadge() {
  return <Badge tone="warn">Rolled back</Badge>;
}

type RunScopeFields = Pick<RunRow, 'mode' | 'accountId' | 'batchSize'> &
  Partial<Pick<RunRow, 'maxPerRun'>>;

/** A name for a run: the account or batch size it was started with. */
export function runScopeLabel({ mode, accountId, batchSize, maxPerRun }: RunScopeFields): string {
  if (mode === 'single') return `Account ${accountId}`;
  if (mode === 'refresh') return `Refresh of ${batchSize}`;
  return maxPerRun ? `Batch of ${batchSize}, up to ${maxPerRun} per CSM` : `Batch of ${batchSize}`;
}

/** The input to start the same run again. */
export function rerunInput({
  mode,
  accountId,
  batchSize,
  maxPerRun,
}: RunScopeFields): StartRunInput {
  if (mode === 'single') return { mode, accountId: accountId ?? '' };
  if (mode === 'refresh') return { mode };
  return { mode, batchSize: batchSize ?? 1, ...(maxPerRun && { maxPerRun }) };
}
