import { guideQueries } from '@/lib/warehouse/guide-queries';

/** The guide's own queries for one account: its recommendations, and who it is assigned to. */
export function outcomeQueries(accountId: string): [string, string] {
  const about = (query: string) => query.replace('YOUR_ACCOUNT_ID', accountId);
  return [about(guideQueries.recommendationsForAccount), about(guideQueries.assignmentForAccount)];
}
