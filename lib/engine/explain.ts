import { buildObjective, costsByFactor } from './objective';
import { buildPairMatrix, minCost, type PairMatrix } from './pair-matrix';
import { capacityFor } from './policy';
import { type AssessedAccount, canonicalCsms, createAssessor } from './prepare-input';
import type {
  Book,
  Candidate,
  Exclusion,
  Explanation,
  RoutableAccount,
  RoutingProblem,
} from './types';

/** A problem whose accounts do not matter: one account is looked at by itself. */
export type RoutingContext = Omit<RoutingProblem, 'accounts'>;

/**
 * All active CSMs as they would take this account now, as if it were the only one of a run: the
 * eligible before the ineligible, then best first, ties by name. Empty when no CSM is active.
 */
export function evaluateCandidates(
  situation: RoutingContext,
  account: RoutableAccount,
): Candidate[] {
  const pairs = singleAccountMatrix(situation, account, null);
  return pairs.csms
    .map((_, j) => buildCandidate(pairs, 0, j))
    .sort((a, b) => Number(a.exclusion !== null) - Number(b.exclusion !== null) || a.cost - b.cost);
}

/**
 * Explains a recommendation of `csmName` that was made elsewhere, by how things stand now. The CSM
 * may be ineligible or no longer active; the chosen candidate then says so.
 *
 * @returns null when there is no such CSM.
 */
export function explainPlacement(
  situation: RoutingContext,
  account: RoutableAccount,
  csmName: string,
): Explanation | null {
  const pairs = singleAccountMatrix(situation, account, csmName);
  const j = pairs.csms.findIndex((csm) => csm.name === csmName);
  if (j < 0) return null;
  return buildExplanation(pairs, 0, buildCandidate(pairs, 0, j), () => null);
}

// An inactive CSM that is asked about takes part last, without a share in balance or the score.
function singleAccountMatrix(
  situation: RoutingContext,
  account: RoutableAccount,
  asked: string | null,
): PairMatrix {
  const { policy, now } = situation;
  const csms = canonicalCsms(situation.csms);
  const active = csms.filter((csm) => csm.active);
  const inactive = csms.filter((csm) => !csm.active && csm.name === asked);
  const assessed = [createAssessor(situation, active)(account)];
  const objective = buildObjective(active, assessed, policy, now);
  const pairs = buildPairMatrix(objective, [...active, ...inactive], assessed);
  const least = Float64Array.of(minCost(pairs.costs, pairs.exclusions, 0, active.length));
  return { ...pairs, minCosts: least };
}

/** How many other CSMs an explanation shows. */
const MAX_ALTERNATIVES = 5;

/** A book once the account is on it. */
export function addToBook(book: Book, { amounts, color }: AssessedAccount): Book {
  return {
    accounts: book.accounts + amounts.accounts,
    neediness: book.neediness + amounts.neediness,
    revenue: book.revenue + amounts.revenue,
    red: book.red + amounts.red,
    green: book.green + (color === 'green' ? 1 : 0),
  };
}

/** The j-th CSM as considered for the i-th account. */
export function buildCandidate(
  pairs: PairMatrix,
  i: number,
  j: number,
  placedWith: string | null = null,
): Candidate {
  const { objective, accounts, csms, terms } = pairs;
  const account = accounts[i] as AssessedAccount;
  const csm = csms[j] as PairMatrix['csms'][number];
  const pair = i * csms.length + j;
  const cost = pairs.costs[pair] as number;
  return {
    csm: csm.name,
    tenureMonths: csm.tenureMonths,
    cost,
    costs: costsByFactor(objective, terms[j] as PairMatrix['terms'][number], account),
    score: optimizationScore(cost, pairs.minCosts[i] as number, objective.policy.scoreScale),
    bookBefore: csm.book,
    bookAfter: addToBook(csm.book, account),
    capacity: capacityFor(csm, account.account, objective.policy),
    exclusion: pairs.exclusions[pair] ?? null,
    placedWith,
  };
}

/**
 * Why the i-th account went to the CSM `chosen`. `placedWith` tells which account of the same run
 * a CSM received instead, by the CSM's place in `pairs.csms`.
 */
export function buildExplanation(
  pairs: PairMatrix,
  i: number,
  chosen: Candidate,
  placedWith: (j: number) => string | null,
): Explanation {
  const { color, needy, assumed } = pairs.accounts[i] as AssessedAccount;
  const best = findBestFit(pairs, i, chosen);
  return {
    chosen,
    alternatives: cheapestEligible(pairs, i, chosen.csm).map((j) =>
      buildCandidate(pairs, i, j, placedWith(j)),
    ),
    bestFit: best === null ? null : buildCandidate(pairs, i, best),
    exclusions: exclusionsOfAccount(pairs, i).filter(
      (exclusion): exclusion is Exclusion => exclusion !== null,
    ),
    assumed,
    color,
    needy,
  };
}

// Kept by insertion, since a full sort for every account would outweigh solving the run.
function cheapestEligible(pairs: PairMatrix, i: number, except: string): number[] {
  const offset = i * pairs.csms.length;
  const costAt = (j: number) => pairs.costs[offset + j] as number;
  const found: number[] = [];
  pairs.csms.forEach((csm, j) => {
    if (pairs.exclusions[offset + j] !== null || csm.name === except) return;
    const last = found[MAX_ALTERNATIVES - 1];
    if (last !== undefined && costAt(last) <= costAt(j)) return;
    const at = found.findIndex((other) => costAt(other) > costAt(j));
    found.splice(at < 0 ? found.length : at, 0, j);
    found.length = Math.min(found.length, MAX_ALTERNATIVES);
  });
  return found;
}

function findBestFit(pairs: PairMatrix, i: number, chosen: Candidate): number | null {
  const offset = i * pairs.csms.length;
  const least = pairs.minCosts[i] as number;
  if (chosen.cost <= least) return null;
  const best = pairs.csms.flatMap((_, j) =>
    pairs.costs[offset + j] === least && pairs.exclusions[offset + j]?.reason !== 'segment_mismatch'
      ? [j]
      : [],
  );
  const allKept = best.every((j) => pairs.exclusions[offset + j] !== null);
  return allKept ? (best[0] ?? null) : null;
}

function exclusionsOfAccount(
  { exclusions, csms }: PairMatrix,
  i: number,
): readonly (Exclusion | null)[] {
  return exclusions.slice(i * csms.length, (i + 1) * csms.length);
}

/**
 * The optimization score, 0–100: 100 · exp(−(cost − least) / scale), where `least` is the least
 * cost over the active CSMs who take accounts of this class, eligible or not. 100 says that none of
 * them would have been better.
 */
export function optimizationScore(cost: number, least: number, scale: number): number {
  if (cost <= least) return 100;
  return scale > 0 ? 100 * Math.exp((least - cost) / scale) : 0;
}
