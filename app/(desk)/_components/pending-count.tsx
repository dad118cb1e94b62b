import { Suspense } from 'react';
import { formatNumber } from '@/components/ui/format';
import { Skeleton } from '@/components/ui/skeleton';
import { VisuallyHidden } from '@/components/ui/visually-hidden';
import { answerFailure } from '@/lib/answer';

/** How much waits for a decision, once it is known; the page does not wait for it. */
export function PendingCount({ pending }: { readonly pending: Promise<number> }) {
  return (
    <span className="text-right lg:min-w-5 text-xs font-normal text-ink-muted">
      <Suspense fallback={<Skeleton className="h-4 w-5" />}>
        <Count pending={pending} />
      </Suspense>
    </span>
  );
}

async function Count({ pending }: { readonly pending: Promise<number> }) {
  try {
    const count = await pending;
    return (
      <>
        {formatNumber(count)}
        <VisuallyHidden> pending</VisuallyHidden>
      </>
    );
  } catch (error) {
    const { message } = answerFailure('count-pending', error);
    return (
      <span title={message}>
        ?<VisuallyHidden>{` pending: not known. ${message}`}</VisuallyHidden>
      </span>
    );
  }
}
