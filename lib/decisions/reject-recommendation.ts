import 'server-only';
import { requireRole } from '@/lib/auth/person';
import type { Context } from '@/lib/context';
import { parseInput } from '@/lib/parse';
import { decide } from './decide';
import type { Decided } from './decided';
import { type RejectInput, rejectInput } from './input';

/** Declines a recommendation without naming another CSM; the account stays unassigned. Managers only. */
export async function rejectRecommendation(ctx: Context, input: RejectInput): Promise<Decided> {
  requireRole(ctx.person, 'manager');
  return decide(ctx, { ...parseInput(rejectInput, input), verb: 'reject', csm: null });
}
