import { infiniteQueryOptions } from '@tanstack/react-query';
import type { NewUndo } from '@/app/(app)/_outbox/entry';
import { fetchJson } from '@/app/(app)/_shared/fetch-json';
import type { Serialized } from '@/app/(app)/_shared/serialized';
import { accountLabel } from '@/app/(app)/queue/queue-row';
import { buildRequests } from '@/lib/decisions/bulk';
import type { RecentDecisionsPart } from '@/lib/decisions/recent-decisions';

type Part = Serialized<RecentDecisionsPart>;
export type RecentDecision = Part['decisions'][number];

/** The decisions of the last week, the person’s own or everyone’s, in parts from the newest on. */
export function recentDecisionsQuery(everyone: boolean) {
  return infiniteQueryOptions({
    queryKey: ['recent-decisions', { everyone }],
    queryFn: ({ pageParam, signal }) => {
      const params = new URLSearchParams(everyone ? { everyone: '1' } : {});
      if (pageParam) params.set('after', pageParam);
      return fetchJson<Part>(`/api/decisions/recent?${params}`, signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ decisions, older }: Part) =>
      older > 0 ? (decisions.at(-1)?.decisionId ?? null) : null,
    // Other people and tabs decide, too.
    staleTime: 0,
  });
}

/** What an undo needs to know about its decision. */
export interface UndoableDecision {
  readonly requestId: string;
  readonly recommendationId: string;
  /** The account and its new CSM, if any. */
  readonly label: string;
}

export function toUndoable(decision: RecentDecision): UndoableDecision {
  const { requestId, recommendationId, csm } = decision;
  const account = accountLabel(decision);
  return { requestId, recommendationId, label: csm ? `${account} → ${csm}` : account };
}

/** The undo of one decision, or of several together. */
export function toUndos(decisions: readonly UndoableDecision[]): NewUndo[] {
  return buildRequests(decisions, ({ requestId, recommendationId, label }, id) => ({
    requestId: id,
    recommendationId,
    label,
    verb: 'undo' as const,
    undoes: requestId,
  }));
}
