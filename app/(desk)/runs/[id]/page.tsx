import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { hasRole } from '@/lib/auth/person';
import { AppError } from '@/lib/errors';
import { pageContext } from '@/lib/request-context';
import { getReviewedRun, type ReviewedRun } from '@/lib/review/get-reviewed-run';
import { ReviewPanel } from './_components/review-panel';
import { RunEnded } from './_components/run-ended';
import { RunFacts } from './_components/run-facts';
import { RunHead } from './_components/run-head';
import { RunLive } from './_components/run-live';
import { RunResults } from './_components/run-results';

export const metadata: Metadata = { title: 'Run' };

interface Props {
  readonly params: Promise<{ readonly id: string }>;
}

/** One run: where it is while it works, what it found once it has ended. */
export default async function RunPage({ params }: Props) {
  const ctx = await pageContext();
  const run = await runOrNothing(getReviewedRun(ctx, (await params).id));
  const mayStart = hasRole(ctx.person, 'manager');
  return (
    <>
      <RunHead run={run} />
      <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
        {run.status === 'running' ? (
          <RunLive
            runId={run.id}
            stage={run.stage ?? 'reading'}
            startedAt={run.startedAt}
            mayCancel={mayStart}
          />
        ) : (
          <RunEnded run={run} mayStart={mayStart} />
        )}
        {run.review && <ReviewPanel runId={run.id} review={run.review} mayReview={mayStart} />}
        {run.result && <RunResults run={run} result={run.result} />}
        <RunFacts run={run} />
      </div>
    </>
  );
}

async function runOrNothing(run: Promise<ReviewedRun>): Promise<ReviewedRun> {
  try {
    return await run;
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') notFound();
    throw error;
  }
}
