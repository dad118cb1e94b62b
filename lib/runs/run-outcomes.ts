import 'server-only';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { type RunOutcomeRow, runOutcomes } from '@/lib/warehouse/sql/run-outcomes';
import { type RecommendationState, recommendationStates } from '@/lib/warehouse/sql/shared/state';
import { hasRecommendations, type Run } from './read-runs';

/** What became of a run's recommendations. */
export interface RunOutcomes {
  /** By account: a run recommends one CSM for each. */
  readonly byAccount: ReadonlyMap<string, RunOutcomeRow>;
  readonly total: number;
  readonly counts: Readonly<Record<RecommendationState, number>>;
}

/** Loads what became of each recommendation of a run; null if it saved none. */
export async function getRunOutcomes(
  ctx: Context,
  run: Pick<Run, 'id' | 'status' | 'dryRun' | 'placed'>,
): Promise<RunOutcomes | null> {
  requireRole(ctx.person, 'viewer');
  if (!hasRecommendations(run)) return null;
  const rows = await ctx.warehouse.read(runOutcomes(run.id));
  const count = (state: RecommendationState) => rows.filter((row) => row.state === state).length;
  return {
    byAccount: new Map(rows.map((row) => [row.accountId, row])),
    total: rows.length,
    counts: Object.fromEntries(
      recommendationStates.map((state) => [state, count(state)]),
    ) as Record<RecommendationState, number>,
  };
}
