import type { Facts } from '@/lib/read-model/facts';
import type { Context } from '@/lib/server/context';
import { type AccountFacts, accountsOfRecommendations } from '@/lib/warehouse/sql/read-model';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import type { DecisionRequest } from './input';

/** The account of each recommendation, by the recommendation's id. */
export type KnownAccounts = ReadonlyMap<
  string,
  {
    readonly accountId: string;
    /** Null if the accounts view does not contain it. */
    readonly account: AccountFacts | null;
  }
>;

/**
 * Finds the accounts of the requests: in memory if the recommendations are pending or were decided
 * recently, otherwise in the warehouse. A recommendation that does not exist has none.
 */
export async function findAccounts(
  { warehouse, readModel }: Context,
  facts: Facts,
  requests: readonly DecisionRequest[],
): Promise<KnownAccounts> {
  const known = new Map<string, { accountId: string; account: AccountFacts | null }>();
  const unknown: string[] = [];
  for (const { recommendationId } of requests) {
    const pending = facts.recommendations.get(recommendationId);
    const accountId = pending?.accountId ?? readModel.beforeDecision(recommendationId)?.accountId;
    const account = facts.accounts.get(accountId ?? '') ?? null;
    if (accountId !== undefined && (pending || account)) {
      known.set(recommendationId, { accountId, account });
    } else {
      unknown.push(recommendationId);
    }
  }
  if (unknown.length === 0) return known;
  const rows = await warehouse.read(accountsOfRecommendations(unknown));
  const accounts = new Map(
    rowsFor(rows, 'account').map(({ question: _, ...row }) => [row.id, row]),
  );
  for (const { id, accountId } of rowsFor(rows, 'recommendation')) {
    known.set(id, { accountId, account: accounts.get(accountId) ?? null });
  }
  return known;
}
