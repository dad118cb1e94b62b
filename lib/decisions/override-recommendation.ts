import 'server-only';
import { requireRole } from '@/lib/auth/person';
import type { Context } from '@/lib/context';
import { parseInput } from '@/lib/parse';
import { decide } from './decide';
import type { Decided } from './decided';
import { type OverrideInput, overrideInput } from './input';

/** Gives the account to another active CSM than the recommended one. Managers only. */
export async function overrideRecommendation(ctx: Context, input: OverrideInput): Promise<Decided> {
  requireRole(ctx.person, 'manager');
  return decide(ctx, { ...parseInput(overrideInput, input), verb: 'override' });
}
