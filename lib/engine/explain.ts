import { addBooks, committedBook, reservationsOf } from './load';
import { buildObjective, costsByFactor } from './objective';
import { buildPairMatrix, kindAt, type PairMatrix } from './pair-matrix';
import { capacityFor } from './policy';
import { type AssessedAccount, canonicalCsms, createAssessor } from './prepare-input';
import { optimizationScore } from './score';
import type {
  BetterCsm,
  Book,
  Candidate,
  Csm,
  ExcludedCsms,
  Explanation,
  RoutableAccount,
  RoutingProblem,
} from './types';

/** A routing problem without its accounts, to evaluate one account at a time. */
export type RoutingContext = Omit<RoutingProblem, 'accounts' | 'limit'>;

/**
 * Evaluates all active CSMs for one account, as in a run with only this account. Eligible CSMs come
 * first, then the lowest cost, then the name. Empty if no CSM is active.
 */
export function evaluateCandidates(context: RoutingContext, account: RoutableAccount): Candidate[] {
  const csms = canonicalCsms(context.csms);
  const pairs = singleAccountMatrix({ ...context, csms }, account, null);
  return pairs.csms
    .map((_, j) => buildCandidate(pairs, 0, j))
    .sort((a, b) => Number(a.exclusion !== null) - Number(b.exclusion !== null) || a.cost - b.cost);
}

/**
 * Creates a function that explains another program's recommendation of `csmName` with current data. If
 * the CSM is not eligible or no longer active, the chosen candidate has that exclusion. It returns null
 * if the CSM is unknown. Sorts the CSMs only once.
 */
export function createExplainer(
  context: RoutingContext,
): (account: RoutableAccount, csmName: string) => Explanation | null {
  const canonical = { ...context, csms: canonicalCsms(context.csms) };
  return (account, csmName) => {
    const pairs = singleAccountMatrix(canonical, account, csmName);
    const j = pairs.csms.findIndex((csm) => csm.name === csmName);
    if (j < 0) return null;
    return buildExplanation(pairs, 0, buildCandidate(pairs, 0, j), () => null);
  };
}

// The context's CSMs are canonical. A requested inactive CSM comes last, and has no share in the balance or
// the score.
function singleAccountMatrix(
  context: RoutingContext,
  account: RoutableAccount,
  requestedCsm: string | null,
): PairMatrix {
  const { policy, now, csms } = context;
  const active = csms.filter((csm) => csm.active);
  const inactive = csms.filter((csm) => !csm.active && csm.name === requestedCsm);
  const assessed = [createAssessor(context, active)(account)];
  const objective = buildObjective(active, assessed, policy, now);
  const pairs = buildPairMatrix(objective, [...active, ...inactive], assessed);
  if (inactive.length === 0 || active.length === 0) return pairs;
  return { ...pairs, minCosts: buildPairMatrix(objective, active, assessed).minCosts };
}

const MAX_ALTERNATIVES = 5;

/** What an account adds to a book. */
export function bookOfAccount({ amounts, color }: AssessedAccount): Book {
  return { ...amounts, green: color === 'green' ? 1 : 0 };
}

/** Evaluates the j-th CSM for the i-th account. */
export function buildCandidate(
  pairs: PairMatrix,
  i: number,
  j: number,
  placedWith: string | null = null,
): Candidate {
  const { objective, accounts, csms, terms } = pairs;
  const account = accounts[i] as AssessedAccount;
  const csm = csms[j] as Csm;
  const { policy } = objective;
  const bookBefore = committedBook(csm, policy);
  const pair = i * csms.length + j;
  const cost = pairs.costs[pair] as number;
  return {
    csm: csm.name,
    tenureMonths: csm.tenureMonths,
    cost,
    costs: costsByFactor(objective, terms[j] as PairMatrix['terms'][number], account),
    score: optimizationScore(cost, pairs.minCosts[i] as number, policy.scoreScale),
    bookBefore,
    bookAfter: addBooks(bookBefore, bookOfAccount(account)),
    capacity: capacityFor(csm, account.account, policy),
    reserved: reservationsOf(csm, policy).length,
    exclusion: kindAt(pairs, i).exclusions[j] ?? null,
    placedWith,
  };
}

/**
 * Explains why the i-th account went to `chosen`. `placedWith` returns the id of the account that
 * the j-th CSM received in the same run, or null.
 */
export function buildExplanation(
  pairs: PairMatrix,
  i: number,
  chosen: Candidate,
  placedWith: (j: number) => string | null,
): Explanation {
  const { color, needy, assumed } = pairs.accounts[i] as AssessedAccount;
  return {
    chosen,
    alternatives: cheapestEligible(pairs, i, chosen.csm).map((j) =>
      buildCandidate(pairs, i, j, placedWith(j)),
    ),
    ...excludedCsms(pairs, i, chosen),
    assumed,
    color,
    needy,
  };
}

// Insertion into a short list, because a full sort per account would take longer than solving.
function cheapestEligible(pairs: PairMatrix, i: number, except: string): number[] {
  const offset = i * pairs.csms.length;
  const { exclusions } = kindAt(pairs, i);
  const costAt = (j: number) => pairs.costs[offset + j] as number;
  const cheapest: number[] = [];
  pairs.csms.forEach((csm, j) => {
    if (exclusions[j] !== null || csm.name === except) return;
    const last = cheapest[MAX_ALTERNATIVES - 1];
    if (last !== undefined && costAt(last) <= costAt(j)) return;
    const index = cheapest.findIndex((other) => costAt(other) > costAt(j));
    cheapest.splice(index < 0 ? cheapest.length : index, 0, j);
    cheapest.length = Math.min(cheapest.length, MAX_ALTERNATIVES);
  });
  return cheapest;
}

function excludedCsms(
  pairs: PairMatrix,
  i: number,
  chosen: Candidate,
): Pick<Explanation, 'better' | 'excluded'> {
  const offset = i * pairs.csms.length;
  const { exclusions, reachable } = kindAt(pairs, i);
  const { scoreScale } = pairs.objective.policy;
  const better: (BetterCsm & { readonly cost: number })[] = [];
  const groups = new Map<string, { readonly csms: string[] } & Omit<ExcludedCsms, 'csms'>>();
  exclusions.forEach((exclusion, j) => {
    if (exclusion === null) return;
    const { csm, reason, until } = exclusion;
    const cost = pairs.costs[offset + j] as number;
    if (reachable[j] && cost < chosen.cost) {
      const score = optimizationScore(cost, pairs.minCosts[i] as number, scoreScale);
      better.push({ csm, reason, until, score, cost });
      return;
    }
    const key = `${reason} ${until}`;
    const group = groups.get(key);
    if (group) group.csms.push(csm);
    else groups.set(key, { reason, until, csms: [csm] });
  });
  better.sort((a, b) => a.cost - b.cost);
  return {
    better: better.map(({ cost: _, ...csm }) => csm),
    excluded: [...groups.values()],
  };
}
