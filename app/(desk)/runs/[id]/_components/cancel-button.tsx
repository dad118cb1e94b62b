'use client';

import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { cancelRunAction } from '../../actions';

/** Stops a run; nothing of it is saved. */
export function CancelButton({
  runId,
  over,
}: {
  readonly runId: string;
  /** True once the run has ended and the page is being read anew. */
  readonly over: boolean;
}) {
  const router = useRouter();
  const [busy, begin] = useTransition();
  const [refusal, setRefusal] = useState<string>();
  const cancel = () =>
    begin(async () => {
      const answer = await cancelRunAction({ runId });
      if (!answer.ok) setRefusal(answer.error.message);
      router.refresh();
    });
  return (
    <>
      {refusal && <Alert tone="warn">{refusal}</Alert>}
      <Button variant="danger" busy={busy || over} onClick={cancel}>
        {over ? 'Ended' : 'Cancel the run'}
      </Button>
    </>
  );
}
