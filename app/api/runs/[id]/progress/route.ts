import { z } from 'zod';
import { getRunProgress } from '@/lib/runs/read-runs';
import { runRoute } from '@/lib/server/api';

interface Props {
  readonly params: Promise<{ readonly id: string }>;
}

/** Returns the progress of a run and its review. Clients poll this until both have ended. */
export async function GET(request: Request, { params }: Props): Promise<Response> {
  return runRoute('runs.progress', request, z.string(), (await params).id, getRunProgress, {
    scope: 'runs:read',
  });
}
