'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useState, useTransition } from 'react';
import { useRunProgress } from '@/app/(app)/runs/_components/use-run-progress';
import { startReviewAction } from '@/app/(app)/runs/actions';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Progress } from '@/components/ui/progress';
import type { ReviewProgress } from '@/lib/runs/progress';

/** A review in progress: how many of the recommendations Claude has reviewed. */
export function ReviewProgressBar({
  runId,
  review: initial,
}: {
  readonly runId: string;
  readonly review: ReviewProgress;
}) {
  const { progress, problem } = useRunProgress({
    runId,
    status: 'succeeded',
    stage: 'saving',
    review: initial,
  });
  const { reviewed, total } = progress.review ?? { reviewed: initial.total, total: initial.total };
  const label = `Reviewing ${reviewed} of ${total}`;
  return (
    <div className="flex flex-col gap-3">
      <p className="font-medium">{label}</p>
      <Progress label={label} value={reviewed} max={total} />
      {problem && <Alert tone="warn">{problem}</Alert>}
    </div>
  );
}

/** Starts a review of the run's unreviewed recommendations. */
export function StartReviewButton({
  runId,
  children,
}: {
  readonly runId: string;
  readonly children: ReactNode;
}) {
  const router = useRouter();
  const [busy, startTransition] = useTransition();
  const [error, setError] = useState<string>();
  const start = () =>
    startTransition(async () => {
      setError(undefined);
      const result = await startReviewAction({ runId });
      if (!result.ok) setError(result.error.message);
      router.refresh();
    });
  return (
    <>
      {error && <Alert tone="warn">{error}</Alert>}
      <Button variant="secondary" busy={busy} onClick={start}>
        {children}
      </Button>
    </>
  );
}

const REFRESH_INTERVAL_MS = 20_000;

/** Refreshes the page periodically while it is mounted. */
export function AutoRefresh() {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), REFRESH_INTERVAL_MS);
    return () => clearInterval(timer);
  }, [router]);
  return null;
}
