import { decide } from '@/lib/decisions/decide';
import { decideInput } from '@/lib/decisions/input';
import { readJson, runRoute } from '@/lib/server/api';

/** Enough for MAX_REQUESTS rejections, each with the longest note. */
const MAX_BODY_BYTES = 2 * 1024 * 1024;

const readRequests = (request: Request) => readJson(request, MAX_BODY_BYTES);

/** Decides recommendations, with one outcome per request. Idempotent by request id. */
export function POST(request: Request): Promise<Response> {
  return runRoute('decisions', request, decideInput, readRequests, async (ctx, input) => ({
    outcomes: await decide(ctx, input),
    changeNumber: ctx.readModel.changes.number,
  }));
}
