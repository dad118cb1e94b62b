import { startRun, startRunInput } from '@/lib/runs/start-run';
import { readJson, runRoute } from '@/lib/server/api';

/** Starts a run, for schedules and scripts. Responds with 202 and the run's id once it has started. */
export async function POST(request: Request): Promise<Response> {
  let location = '';
  const response = await runRoute(
    'runs.start',
    request,
    startRunInput,
    readJson,
    async (ctx, input) => {
      const { runId } = await startRun(ctx, input);
      location = `/api/runs/${runId}`;
      return { runId };
    },
    { status: 202, scope: 'runs:start' },
  );
  if (location) response.headers.set('location', location);
  return response;
}
