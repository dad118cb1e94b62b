import Link from 'next/link';
import { Alert } from '@/components/ui/alert';
import { buttonStyle } from '@/components/ui/button-style';
import type { ErrorAnswer } from '@/lib/errors';

/** Why a run did not start; where another one is under way, the way to it. */
export function StartFailure({ error }: { readonly error: ErrorAnswer }) {
  const runId = error.details?.runId;
  return (
    <Alert
      tone={error.code === 'run_in_progress' ? 'warn' : 'danger'}
      actions={
        typeof runId === 'string' && (
          <Link href={`/runs/${runId}`} className={buttonStyle('secondary', 'sm')}>
            Show that run
          </Link>
        )
      }
    >
      {error.message}
    </Alert>
  );
}
