import { draftInput } from '@/lib/policy/draft';
import { backtestPolicy } from '@/lib/runs/backtest-policy';
import { readJson, runRoute } from '@/lib/server/api';

/** Returns what a draft of the policy would have done with the last 90 days' intake. Changes nothing. */
export function POST(request: Request): Promise<Response> {
  return runRoute('policy.backtest', request, draftInput, readJson, (ctx, draft) =>
    backtestPolicy(ctx, draft, { signal: request.signal }),
  );
}
