import type { RoutingPolicy } from '@/lib/engine/policy';
import type { Facts } from '@/lib/read-model/facts';
import type { Context } from '@/lib/server/context';
import { type AccountFacts, accountsOfRecommendations } from '@/lib/warehouse/sql/read-model';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import type { DecisionRequest } from './input';

/** What never changes about a recommendation, and its account as far as memory knows it. */
interface KnownRecommendation {
  readonly accountId: string;
  readonly recommendedCsm: string;
  readonly recommendedAt: Date;
  /** Null if the accounts view does not contain it. */
  readonly account: AccountFacts | null;
}

/** By the recommendation's id. */
export type KnownRecommendations = ReadonlyMap<string, KnownRecommendation>;

/**
 * Finds the recommendations of the requests and their accounts: in memory if they are pending or were
 * decided recently, otherwise in the warehouse. Leaves out those that don't exist.
 */
export async function findAccounts(
  { warehouse, readModel }: Context,
  facts: Facts,
  requests: readonly DecisionRequest[],
  policy: Pick<RoutingPolicy, 'scope'>,
): Promise<KnownRecommendations> {
  const known = new Map<string, KnownRecommendation>();
  const unknown: string[] = [];
  for (const { recommendationId: id } of requests) {
    const pending = facts.recommendations.get(id);
    const found = pending ?? readModel.beforeDecision(id);
    const account = found ? (facts.accounts.get(found.accountId) ?? null) : null;
    if (found && (pending || account)) {
      const { accountId, recommendedCsm, recommendedAt } = found;
      known.set(id, { accountId, recommendedCsm, recommendedAt, account });
    } else {
      unknown.push(id);
    }
  }
  if (unknown.length === 0) return known;
  const rows = await warehouse.read(accountsOfRecommendations(unknown, policy));
  const accounts = new Map(
    rowsFor(rows, 'account').map(({ question: _, ...row }) => [row.id, row]),
  );
  for (const { question: _, id, ...found } of rowsFor(rows, 'recommendation')) {
    known.set(id, { ...found, account: accounts.get(found.accountId) ?? null });
  }
  return known;
}
