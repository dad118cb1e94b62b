'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useState, useTransition } from 'react';
import { useRunProgress } from '@/app/(app)/runs/_components/run-progress';
import { startReviewAction } from '@/app/(app)/runs/actions';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Progress } from '@/components/ui/progress';
import type { ReviewProgress } from '@/lib/runs/progress';

/** A review while it goes on: how many of the recommendations Claude has answered for. */
export function ReviewProgressBar({
  runId,
  review: initial,
}: {
  readonly runId: string;
  readonly review: ReviewProgress;
}) {
  const { progress, trouble } = useRunProgress({
    ...{ runId, status: 'succeeded', stage: 'saving' },
    review: initial,
  });
  const { reviewed, asked } = progress.review ?? { reviewed: initial.asked, asked: initial.asked };
  const words = `Reviewing ${reviewed} of ${asked}`;
  return (
    <div className="flex flex-col gap-3">
      <p className="font-medium">{words}</p>
      <Progress label={words} value={reviewed} max={asked} />
      {trouble && <Alert tone="warn">{trouble}</Alert>}
    </div>
  );
}

/** Has Claude review what waits of the run without a review. */
export function StartReviewButton({
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

const REFRESH_INTERVAL_MS = 20_000;

/** Reads a page anew now and then, as long as it shows something that waits. */
export function AutoRefresh() {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), REFRESH_INTERVAL_MS);
    return () => clearInterval(timer);
  }, [router]);
  return null;
}
