import type { Policy } from '@/lib/policy/policy';
import type { Facts } from '@/lib/read-model/facts';
import { factWindows } from '@/lib/read-model/load-facts';
import { decisionRows } from '@/lib/warehouse/sql/decision-rows';
import { claimRecommendations } from '@/lib/warehouse/sql/recommendations';
import type { Session } from '@/lib/warehouse/types';
import { type DecisionState, toDecisionState } from './decision-state';
import type { KnownRecommendations } from './find-accounts';
import type { DecisionRequest } from './input';

/** Limits retries while others keep deciding and undoing the same recommendations. */
const MAX_CLAIM_ATTEMPTS = 3;

/** What a transaction takes from memory. */
export interface Known {
  readonly policy: Policy;
  readonly facts: Facts;
  /** The accounts of all requests. */
  readonly accounts: KnownRecommendations;
}

export interface Claim {
  readonly state: DecisionState;
  readonly now: Date;
  /** Recommendations that look undecided, but that others may be deciding. */
  readonly unclaimed: ReadonlySet<string>;
}

/** Claims the recommendations for this transaction, then reads what may have changed. */
export async function claim(
  session: Session,
  requests: readonly DecisionRequest[],
  clock: () => Date,
  known: Known,
): Promise<Claim> {
  const undoIds = idsOf(requests.filter(({ verb }) => verb === 'undo'));
  let undecidedIds = idsOf(requests.filter(({ verb }) => verb !== 'undo'));
  for (let attempt = 1; ; attempt++) {
    const claimed = await session.write(claimRecommendations(undecidedIds, undoIds));
    const now = clock();
    const state = await readDecisionState(session, requests, now, known);
    const isUndecided = (id: string) => {
      const stored = state.recommendations.get(id)?.state;
      return stored === 'pending' || stored === 'superseded';
    };
    undecidedIds = undecidedIds.filter(isUndecided);
    const claimable = [...undecidedIds, ...undoIds.filter((id) => state.recommendations.has(id))];
    if (claimed >= claimable.length) return { state, now, unclaimed: new Set() };
    if (attempt === MAX_CLAIM_ATTEMPTS) return { state, now, unclaimed: new Set(claimable) };
    // A decision that won was undone in the meantime: claim again.
  }
}

/** Reads by key what the requests are judged against, beside what memory knows. */
export async function readDecisionState(
  session: Pick<Session, 'read'>,
  requests: readonly DecisionRequest[],
  now: Date,
  { policy, facts, accounts }: Known,
): Promise<DecisionState> {
  const windows = factWindows(policy, now);
  const found = new Map(
    requests.flatMap(({ recommendationId }) => {
      const known = accounts.get(recommendationId);
      return known ? [[known.accountId, known.account]] : [];
    }),
  );
  const rows = await session.read(
    decisionRows({
      recommendationIds: idsOf(requests),
      accountIds: [...found.keys()],
      undoAccountIds: requests.flatMap(({ verb, recommendationId }) =>
        verb === 'undo' ? (accounts.get(recommendationId)?.accountId ?? []) : [],
      ),
      csms: facts.names.spellingsOf(
        requests.flatMap((each) => {
          if (each.verb === 'override') return [each.csm];
          const known = accounts.get(each.recommendationId);
          return each.verb === 'accept' && known ? [known.recommendedCsm] : [];
        }),
      ),
      since: oldestOf(requests, accounts, now),
      windows,
    }),
  );
  return toDecisionState(rows, facts, found, windows);
}

/** When the oldest of the recommendations was made; `now` if none is known. */
function oldestOf(
  requests: readonly DecisionRequest[],
  accounts: KnownRecommendations,
  now: Date,
): Date {
  const times = requests.map(
    ({ recommendationId }) => accounts.get(recommendationId)?.recommendedAt ?? now,
  );
  return new Date(Math.min(...times.map((time) => time.getTime())));
}

function idsOf(requests: readonly DecisionRequest[]): string[] {
  return requests.map(({ recommendationId }) => recommendationId);
}
