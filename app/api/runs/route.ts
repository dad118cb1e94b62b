import { startRun, startRunInput } from '@/lib/runs/start-run';
import { readJson, runRoute } from '@/lib/server/api';

/** Starts a run for a schedule or a script: answers 202 with its id while the work goes on. */
export async function POST(request: Request): Promise<Response> {
  let address = '';
  const response = await runRoute(
    'runs.start',
    request,
    startRunInput,
    readJson,
    async (ctx, input) => {
      const { runId } = await startRun(ctx, input);
      address = `/api/runs/${runId}`;
      return { runId };
    },
    { status: 202 },
  );
  if (address) response.headers.set('location', address);
  return response;
}
