import 'server-only';
import { requireRole } from '@/lib/auth/person';
import type { Context } from '@/lib/context';
import { readFacets } from './read-facets';

/**
 * Answers how many recommendations wait for a decision, from the same statement as the queue's
 * facets; what other servers and programs did may be missing for 5 seconds.
 */
export async function countPending(ctx: Context): Promise<number> {
  requireRole(ctx.person, 'viewer');
  const facets = await readFacets(ctx.warehouse);
  // Every recommendation that waits names a CSM, so by CSM each is counted once.
  return facets.reduce(
    (sum, { kind, rows_counted }) => sum + (kind === 'csm' ? rows_counted : 0),
    0,
  );
}
