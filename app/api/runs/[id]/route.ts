import { z } from 'zod';
import { cancelRun } from '@/lib/runs/cancel-run';
import { getReviewedRun } from '@/lib/runs/read-runs';
import { runRoute } from '@/lib/server/api';

interface Props {
  readonly params: Promise<{ readonly id: string }>;
}

/** Returns a run with its result and review. */
export async function GET(request: Request, { params }: Props): Promise<Response> {
  return runRoute('runs.get', request, z.string(), (await params).id, getReviewedRun, {
    scope: 'runs:read',
  });
}

/** Cancels a run in progress. Its row stays; nothing else is saved. */
export async function DELETE(request: Request, { params }: Props): Promise<Response> {
  return runRoute(
    'runs.cancel',
    request,
    z.string(),
    (await params).id,
    (ctx, runId) => cancelRun(ctx, { runId }),
    { scope: 'runs:start' },
  );
}
