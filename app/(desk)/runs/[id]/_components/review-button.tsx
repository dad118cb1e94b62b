'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useState, useTransition } from 'react';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { startReviewAction } from '../../actions';

/** Has Claude review what waits of the run without a review. */
export function ReviewButton({
  runId,
  children,
}: {
  readonly runId: string;
  readonly children: ReactNode;
}) {
  const router = useRouter();
  const [busy, begin] = useTransition();
  const [refusal, setRefusal] = useState<string>();
  const start = () =>
    begin(async () => {
      setRefusal(undefined);
      const answer = await startReviewAction({ runId });
      if (!answer.ok) setRefusal(answer.error.message);
      router.refresh();
    });
  return (
    <>
      {refusal && <Alert tone="warn">{refusal}</Alert>}
      <Button variant="secondary" busy={busy} onClick={start}>
        {children}
      </Button>
    </>
  );
}
