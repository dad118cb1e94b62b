import { listRecentDecisions, recentDecisionsInput } from '@/lib/decisions/recent-decisions';
import { runRoute } from '@/lib/server/api';

/** Returns the person's decisions of the last week; with `?everyone=1`, those of everyone. */
export function GET(request: Request): Promise<Response> {
  const everyone = new URL(request.url).searchParams.get('everyone') === '1';
  return runRoute(
    'decisions.recent',
    request,
    recentDecisionsInput,
    { everyone },
    async (ctx, input) => ({
      decisions: await listRecentDecisions(ctx, input),
    }),
  );
}
