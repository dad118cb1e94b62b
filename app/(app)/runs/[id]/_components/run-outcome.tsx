import Link from 'next/link';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { rerunInput } from '@/app/(app)/_shared/run-status';
import { StartRunButton } from '@/app/(app)/runs/_components/start-run-button';
import { Alert } from '@/components/ui/alert';
import { buttonClass } from '@/components/ui/button';
import { describeShortfall } from '@/lib/runs/outcome';
import type { Run } from '@/lib/runs/read-runs';
import type { RunOutcomes } from '@/lib/runs/run-outcomes';
import { SavedRunAlert } from './saved-run-alert';

/** How a run ended and what to do next. */
export async function RunOutcome({
  run,
  outcomes,
  mayStart,
}: {
  readonly run: Run;
  /** Null unless the run saved recommendations. */
  readonly outcomes: RunOutcomes | null;
  readonly mayStart: boolean;
}) {
  const format = await currentFormat();
  const placed = run.placed ?? 0;
  const refresh = run.result?.refresh;
  const shortfall =
    run.result && run.mode === 'batch' && run.batchSize !== null
      ? describeShortfall(run.result, run.batchSize, format.locale)
      : [];
  const sameInput = { ...rerunInput(run), dryRun: run.dryRun };
  if (run.status === 'cancelled') {
    return (
      <Alert
        tone="neutral"
        title="The run was canceled"
        actions={
          mayStart && (
            <StartRunButton input={sameInput} variant="secondary">
              Start again
            </StartRunButton>
          )
        }
      >
        {run.failure ?? 'Nothing was saved.'}
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
            <StartRunButton input={sameInput} variant="secondary">
              Start again
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
        title="This was a dry run. Nothing was saved."
        actions={
          mayStart &&
          placed > 0 && (
            <StartRunButton input={{ ...rerunInput(run), dryRun: false }}>
              Start real run
            </StartRunButton>
          )
        }
      >
        {`A real run would place ${format.count(placed, 'account')}. It reads current data, so its result may differ.`}
        <Shortfall sentences={shortfall} />
      </Alert>
    );
  }
  if (placed === 0 || outcomes === null) {
    return (
      <Alert tone="warn" title="No account could be placed">
        {shortfall.length === 0 && 'The reasons are below. '}
        Start another run when the reasons no longer apply.
        <Shortfall sentences={shortfall} />
        {refresh && ' The old recommendations are still pending.'}
      </Alert>
    );
  }
  return (
    <SavedRunAlert run={run} outcomes={outcomes} mayDecide={mayStart}>
      <Shortfall sentences={shortfall} />
    </SavedRunAlert>
  );
}

/** Why fewer accounts were placed than asked for. */
function Shortfall({ sentences }: { readonly sentences: readonly string[] }) {
  if (sentences.length === 0) return null;
  return <p>{sentences.join(' ')}</p>;
}

interface FailureAdvice {
  readonly title: string;
  /** What to do, if the failure message does not say so. */
  readonly next?: string;
  /** Whether the same run may succeed on a retry. */
  readonly retryable: boolean;
}

const adviceByCode: Readonly<Partial<Record<string, FailureAdvice>>> = {
  interrupted: { title: 'The run was interrupted', retryable: true },
  not_found: { title: 'Unknown account', retryable: false },
  not_routable: { title: 'Nothing to place', retryable: false },
  no_active_csm: { title: 'No active CSM', retryable: true },
  run_in_progress: { title: 'Another run took over', retryable: true },
  timeout: {
    title: 'The run took too long',
    next: 'Start it again. If it happens again, use a smaller batch.',
    retryable: true,
  },
};

/** A title for a failure, and what to do about it. */
function adviceForFailure({ failureCode }: Pick<Run, 'failureCode'>): FailureAdvice {
  return (
    adviceByCode[failureCode ?? ''] ?? {
      title: 'The run failed',
      next: 'Nothing was saved, so it is safe to start it again.',
      retryable: true,
    }
  );
}
