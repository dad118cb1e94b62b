import { z } from 'zod';
import { cancelRun } from '@/lib/runs/cancel-run';
import { getReviewedRun } from '@/lib/runs/get-reviewed-run';
import { runRoute } from '@/lib/server/api';

interface Props {
  readonly params: Promise<{ readonly id: string }>;
}

/** Answers a run as it stands, with what it found and how its review stands once it has succeeded. */
export async function GET(request: Request, { params }: Props): Promise<Response> {
  return runRoute('runs.get', request, z.string(), (await params).id, getReviewedRun);
}

/** Cancels a run that is under way. What it did so far stays on record; nothing else is saved. */
export async function DELETE(request: Request, { params }: Props): Promise<Response> {
  return runRoute('runs.cancel', request, z.string(), (await params).id, (ctx, runId) =>
    cancelRun(ctx, { runId }),
  );
}
