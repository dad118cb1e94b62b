import { listRecentDecisions, recentDecisionsInput } from '@/lib/decisions/recent-decisions';
import { runRoute } from '@/lib/server/api';

/**
 * Returns part of the person's decisions of the last week; with `?everyone=1`, of everyone's. `after`
 * is the id of the last decision of the part before.
 */
export function GET(request: Request): Promise<Response> {
  const params = new URL(request.url).searchParams;
  const input = { everyone: params.get('everyone') === '1', after: params.get('after') };
  return runRoute('decisions.recent', request, recentDecisionsInput, input, listRecentDecisions);
}
