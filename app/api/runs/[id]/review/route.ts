import { startReview, startReviewInput } from '@/lib/runs/start-review';
import { readJson, runRoute } from '@/lib/server/api';

interface Props {
  readonly params: Promise<{ readonly id: string }>;
}

const input = startReviewInput.omit({ runId: true });

/** Starts a review of a run's unreviewed recommendations. Responds with 202 once it has started. */
export async function POST(request: Request, { params }: Props): Promise<Response> {
  const { id: runId } = await params;
  return runRoute(
    'runs.review',
    request,
    input,
    readJson,
    async (ctx, given) => {
      await startReview(ctx, { ...given, runId });
      return { runId };
    },
    { status: 202, scope: 'runs:start' },
  );
}
