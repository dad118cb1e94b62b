import 'server-only';
import { requireRole } from '@/lib/auth/person';
import type { Context } from '@/lib/context';
import { parseInput } from '@/lib/parse';
import { decide } from './decide';
import type { Decided } from './decided';
import { type AcceptInput, acceptInput } from './input';

/** Accepts a recommendation: its CSM owns the account from now on. Managers only. */
export async function acceptRecommendation(ctx: Context, input: AcceptInput): Promise<Decided> {
  requireRole(ctx.person, 'manager');
  const parsed = parseInput(acceptInput, input);
  return decide(ctx, { ...parsed, verb: 'accept', csm: null, reason: null, note: null });
}
