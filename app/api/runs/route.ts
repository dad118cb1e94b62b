import { z } from 'zod';
import { listRunsFrom } from '@/lib/runs/read-runs';
import { startRun, startRunInput } from '@/lib/runs/start-run';
import { readJson, runRoute } from '@/lib/server/api';

/** Returns runs, newest first: at most `?limit=` after `?cursor=`, the `next` of an earlier response. */
export function GET(request: Request): Promise<Response> {
  const params = Object.fromEntries(new URL(request.url).searchParams);
  return runRoute('runs.list', request, z.unknown(), params, listRunsFrom, { scope: 'runs:read' });
}

/**
 * Starts a run, for schedules and scripts. Responds with 202 and the run's id once it has started. A
 * repeated `Idempotency-Key` gets the same response and starts nothing.
 */
export async function POST(request: Request): Promise<Response> {
  const idempotencyKey = request.headers.get('idempotency-key') ?? undefined;
  let location = '';
  const response = await runRoute(
    'runs.start',
    request,
    startRunInput,
    readJson,
    async (ctx, input) => {
      const { runId } = await startRun(ctx, input, { idempotencyKey });
      location = `/api/runs/${runId}`;
      return { runId };
    },
    { status: 202, scope: 'runs:start' },
  );
  if (location) response.headers.set('location', location);
  return response;
}
