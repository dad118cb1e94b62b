import { createHash } from 'node:crypto';
import { bookOf, type Facts } from './facts';
import type { FlaggedRecommendation } from './flagged-recommendation';

/**
 * A short text that differs when a pending recommendation's record may differ: its row, the account's
 * rejections, the recommended CSM's book, or the policy. Without what changes with other rows or each
 * second, which the record takes from its row. Every server computes the same one.
 */
export function recordVersion(
  facts: Pick<Facts, 'books' | 'rejections'>,
  recommendation: FlaggedRecommendation,
  policyVersion: number,
): string {
  const rejections = facts.rejections.get(recommendation.accountId) ?? [];
  const parts = [
    { ...recommendation, readiness: null, waitingSince: null },
    rejections.map(({ decisionId }) => decisionId),
    bookOf(facts, recommendation.recommendedCsm).accounts,
    policyVersion,
  ];
  return createHash('sha1').update(JSON.stringify(parts)).digest('base64url').slice(0, 12);
}
