import { z } from 'zod';
import { recordActivity } from '@/lib/members/record-activity';
import { runRoute } from '@/lib/server/api';
import { sessionLimits } from '@/lib/server/auth/session';

/** Tells that the person uses the keyboard or pointer, which keeps their session from ending. */
export function POST(request: Request): Promise<Response> {
  return runRoute('session.activity', request, z.undefined(), undefined, async (ctx) => {
    await recordActivity(ctx, sessionLimits());
    return {};
  });
}
