import type { PastDecision, PastRecommendation } from '@/lib/warehouse/sql/recommendation-record';

/** Another recommendation of the same account. */
export interface OtherRecommendation {
  readonly id: string;
  readonly csm: string;
  readonly at: Date;
}

export interface Replacements {
  /** The newest recommendation that superseded this one; null if none did. */
  readonly supersededBy: OtherRecommendation | null;
  /** The undecided recommendation that this one superseded; null if there was none. */
  readonly replaces: OtherRecommendation | null;
}

/**
 * Finds what a recommendation replaced and what replaced it, in its account's history. An assignment
 * in between supersedes the earlier one instead.
 * @param history newest first
 */
export function findReplacements(
  id: string,
  history: {
    readonly recommendations: readonly PastRecommendation[];
    readonly decisions: readonly PastDecision[];
  },
): Replacements {
  const recommendations = history.recommendations.filter((each) => !each.byEarlierProgram);
  const decisions = decisionsInEffect(history.decisions);
  const isUndecided = (each: PastRecommendation) =>
    !each.accepted && each.actualCsm === null && !decisions.has(each.id);
  const isAssignedBetween = (from: Date, to: Date) =>
    [...decisions.values()].some(({ verb, at }) => verb !== 'reject' && at > from && at < to);
  const supersedes = (newer: PastRecommendation, older: PastRecommendation) =>
    isUndecided(older) && !isAssignedBetween(older.recommendedAt, newer.recommendedAt);

  const index = recommendations.findIndex((each) => each.id === id);
  const [own, before] = recommendations.slice(index, index + 2);
  if (index < 0 || !own) return { supersededBy: null, replaces: null };
  const superseding = recommendations.slice(0, index).find((newer) => supersedes(newer, own));
  return {
    supersededBy: superseding ? toOther(superseding) : null,
    replaces: before && supersedes(own, before) ? toOther(before) : null,
  };
}

/** The decision in effect on each recommendation, by the recommendation's id. */
function decisionsInEffect(newestFirst: readonly PastDecision[]): Map<string, PastDecision> {
  const newest = new Map(
    newestFirst.toReversed().map((decision) => [decision.recommendationId, decision]),
  );
  for (const [id, { verb }] of newest) if (verb === 'undo') newest.delete(id);
  return newest;
}

function toOther({ id, recommendedCsm, recommendedAt }: PastRecommendation): OtherRecommendation {
  return { id, csm: recommendedCsm, at: recommendedAt };
}
