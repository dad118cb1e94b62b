'use client';

import { Alert } from '@/components/ui/alert';
import { Progress } from '@/components/ui/progress';
import type { ReviewProgress } from '@/lib/runs/progress';
import { useRunProgress } from '../../_components/use-run-progress';

/** A review while it goes on: how many of the recommendations Claude has answered for. */
export function ReviewLive({
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
