import Link from 'next/link';
import { rerunInput } from '@/app/(app)/_shared/run-status';
import { StartRunButton } from '@/app/(app)/runs/_components/start-run-button';
import { Alert } from '@/components/ui/alert';
import { buttonClass } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format';
import type { Run } from '@/lib/runs/read-runs';

/** How a run ended, in words, and what can be done next. */
export function RunOutcome({ run, mayStart }: { readonly run: Run; readonly mayStart: boolean }) {
  const placed = run.placed ?? 0;
  const again = { ...rerunInput(run), dryRun: run.dryRun };
  if (run.status === 'cancelled') {
    return (
      <Alert
        tone="neutral"
        title="The run was cancelled"
        actions={
          mayStart && (
            <StartRunButton input={again} variant="secondary">
              Start it again
            </StartRunButton>
          )
        }
      >
        {run.failure ?? 'Nothing of it was saved.'}
      </Alert>
    );
  }
  if (run.status === 'failed') {
    const { title, next, retryable } = adviceForFailure(run);
    return (
      <Alert
        tone="danger"
        title={title}
        actions={
          mayStart && retryable ? (
            <StartRunButton input={again} variant="secondary">
              Start it again
            </StartRunButton>
          ) : (
            <Link href="/runs" className={buttonClass('secondary')}>
              Start another run
            </Link>
          )
        }
      >
        {[run.failure, next].filter(Boolean).join(' ')}
      </Alert>
    );
  }
  if (run.dryRun) {
    return (
      <Alert
        title="This was a dry run: nothing was written to the queue"
        actions={
          mayStart &&
          placed > 0 && (
            <StartRunButton input={{ ...rerunInput(run), dryRun: false }}>
              Run it for real
            </StartRunButton>
          )
        }
      >
        {`It would place ${formatCount(placed, 'account')}. A run for real reads and solves anew, so it follows what has changed since.`}
      </Alert>
    );
  }
  if (placed === 0) {
    return (
      <Alert tone="warn" title="No account could be placed">
        What keeps each of them is below. Start another run when that has changed.
      </Alert>
    );
  }
  return (
    <Alert
      tone="ok"
      title={`${formatCount(placed, 'recommendation')} went to the queue`}
      actions={
        <Link href={`/queue?run=${run.id}`} className={buttonClass('primary')}>
          {mayStart ? 'Decide them' : 'Show them'}
        </Link>
      }
    >
      Nothing is assigned until a manager accepts.
    </Alert>
  );
}

interface FailureAdvice {
  readonly title: string;
  /** What to do, where the failure's own words do not say it. */
  readonly next?: string;
  /** Whether the same run may succeed when started again. */
  readonly retryable: boolean;
}

const adviceByCode: Readonly<Partial<Record<string, FailureAdvice>>> = {
  interrupted: { title: 'The run was interrupted', retryable: true },
  not_found: { title: 'The account is not known', retryable: false },
  not_routable: { title: 'There was nothing to place', retryable: false },
  no_active_csm: { title: 'Nobody can receive an account', retryable: true },
  run_in_progress: { title: 'Another run came first', retryable: true },
  timeout: {
    title: 'The run took too long',
    next: 'Start it again, with fewer accounts if it happens twice.',
    retryable: true,
  },
};

/** What a failed run is called, and what to do about it. */
function adviceForFailure({ failureCode }: Pick<Run, 'failureCode'>): FailureAdvice {
  return (
    adviceByCode[failureCode ?? ''] ?? {
      title: 'The run failed',
      next: 'Nothing half-done was saved; it is safe to start it again.',
      retryable: true,
    }
  );
}
