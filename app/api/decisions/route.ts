import { decide } from '@/lib/decisions/decide';
import { decideInput } from '@/lib/decisions/input';
import { readJson, runRoute } from '@/lib/server/api';

/** Decides recommendations, with one outcome per request. Idempotent by request id. */
export function POST(request: Request): Promise<Response> {
  return runRoute('decisions', request, decideInput, readJson, async (ctx, input) => ({
    outcomes: await decide(ctx, input),
    changeNumber: ctx.readModel.changes.number,
  }));
}
