import Link from 'next/link';
import { Alert } from '@/components/ui/alert';
import { buttonStyle } from '@/components/ui/button-style';
import { formatCount } from '@/components/ui/format';
import type { Run } from '@/lib/runs/get-run';
import { scopeInput } from '../../_components/run-scope';
import { StartButton } from '../../_components/start-button';
import { adviceOf } from './advice';

/** How a run ended, in words, and what can be done next. */
export function RunEnded({ run, mayStart }: { readonly run: Run; readonly mayStart: boolean }) {
  const placed = run.placed ?? 0;
  const again = { ...scopeInput(run), dryRun: run.dryRun };
  if (run.status === 'cancelled') {
    return (
      <Alert
        tone="neutral"
        title="The run was cancelled"
        actions={
          mayStart && (
            <StartButton input={again} variant="secondary">
              Start it again
            </StartButton>
          )
        }
      >
        {run.failure ?? 'Nothing of it was saved.'}
      </Alert>
    );
  }
  if (run.status === 'failed') {
    const { title, next, repeatable } = adviceOf(run);
    return (
      <Alert
        tone="danger"
        title={title}
        actions={
          mayStart && repeatable ? (
            <StartButton input={again} variant="secondary">
              Start it again
            </StartButton>
          ) : (
            <Link href="/runs" className={buttonStyle('secondary')}>
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
            <StartButton input={{ ...scopeInput(run), dryRun: false }}>Run it for real</StartButton>
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
        <Link href={`/queue?run=${run.id}`} className={buttonStyle('primary')}>
          {mayStart ? 'Decide them' : 'Show them'}
        </Link>
      }
    >
      Nothing is assigned until a manager accepts.
    </Alert>
  );
}
