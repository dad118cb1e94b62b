import { Badge } from '@/components/ui/badge';
import { CheckIcon, CloseIcon } from '@/components/ui/icons';
import { Spinner } from '@/components/ui/spinner';
import type { Tone } from '@/components/ui/tone';
import { statusWords } from '@/lib/runs/result-words';
import type { RunRow, RunStatus } from '@/lib/warehouse/sql/runs';

const faces: Record<RunStatus, { readonly tone: Tone; readonly icon: React.ReactNode }> = {
  running: { tone: 'info', icon: <Spinner className="size-3" /> },
  succeeded: { tone: 'ok', icon: <CheckIcon className="size-3.5" /> },
  failed: { tone: 'danger', icon: <CloseIcon className="size-3.5" /> },
  cancelled: { tone: 'neutral', icon: <CloseIcon className="size-3.5" /> },
};

/** How a run stands or ended: a mark and the word for it. */
export function RunStatusBadge({ status, failureCode }: Pick<RunRow, 'status' | 'failureCode'>) {
  const { tone, icon } = faces[status];
  return (
    <Badge tone={tone}>
      {icon}
      {failureCode === 'interrupted' ? 'Interrupted' : statusWords[status]}
    </Badge>
  );
}

/** Marks a run that wrote nothing. */
export function DryRunBadge() {
  return <Badge title="Nothing was written to the queue">Dry run</Badge>;
}
