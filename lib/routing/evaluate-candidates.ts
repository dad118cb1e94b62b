import { assessorOf } from './assess-account';
import { canonicalCsms } from './canonical';
import { candidateOf, explanationOf } from './explain';
import { objectiveOf } from './objective';
import { leastCost, type Pairs, pairsOf } from './pairs';
import type { Candidate, Explanation, RoutableAccount, RoutingProblem } from './types';

/** A problem whose accounts do not matter: one account is looked at by itself. */
export type RoutingSituation = Omit<RoutingProblem, 'accounts'>;

/**
 * All active CSMs as they would take this account now, as if it were the only one of a run: the
 * eligible before the ineligible, then best first, ties by name. Empty when no CSM is active.
 */
export function evaluateCandidates(
  situation: RoutingSituation,
  account: RoutableAccount,
): Candidate[] {
  const pairs = pairsFor(situation, account, null);
  return pairs.csms
    .map((_, j) => candidateOf(pairs, 0, j))
    .sort((a, b) => Number(a.exclusion !== null) - Number(b.exclusion !== null) || a.cost - b.cost);
}

/**
 * Explains a recommendation of `csmName` that was made elsewhere, by how things stand now. The CSM
 * may be ineligible or no longer active; the chosen candidate then says so.
 *
 * @returns null when there is no such CSM.
 */
export function explainPlacement(
  situation: RoutingSituation,
  account: RoutableAccount,
  csmName: string,
): Explanation | null {
  const pairs = pairsFor(situation, account, csmName);
  const j = pairs.csms.findIndex((csm) => csm.name === csmName);
  if (j < 0) return null;
  return explanationOf(pairs, 0, candidateOf(pairs, 0, j), () => null);
}

// An inactive CSM that is asked about takes part last, without a share in balance or the score.
function pairsFor(
  situation: RoutingSituation,
  account: RoutableAccount,
  asked: string | null,
): Pairs {
  const { policy, now } = situation;
  const csms = canonicalCsms(situation.csms);
  const active = csms.filter((csm) => csm.active);
  const inactive = csms.filter((csm) => !csm.active && csm.name === asked);
  const assessed = [assessorOf(situation, active)(account)];
  const objective = objectiveOf(active, assessed, policy, now);
  const pairs = pairsOf(objective, [...active, ...inactive], assessed);
  const least = Float64Array.of(leastCost(pairs.costs, pairs.exclusions, 0, active.length));
  return { ...pairs, least };
}
