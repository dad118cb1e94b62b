import type { AssessedAccount } from './assess-account';
import { capacityFor } from './capacity';
import { costsOf } from './objective';
import type { Pairs } from './pairs';
import { scoreOf } from './score';
import type { Book, Candidate, Exclusion, Explanation } from './types';

/** How many other CSMs an explanation shows. */
const alternativesShown = 5;

/** A book once the account is on it. */
export function bookWith(book: Book, { amounts, color }: AssessedAccount): Book {
  return {
    accounts: book.accounts + amounts.accounts,
    neediness: book.neediness + amounts.neediness,
    revenue: book.revenue + amounts.revenue,
    red: book.red + amounts.red,
    green: book.green + (color === 'green' ? 1 : 0),
  };
}

/** The j-th CSM as considered for the i-th account. */
export function candidateOf(
  pairs: Pairs,
  i: number,
  j: number,
  placedWith: string | null = null,
): Candidate {
  const { objective, accounts, csms, terms } = pairs;
  const account = accounts[i] as AssessedAccount;
  const csm = csms[j] as Pairs['csms'][number];
  const pair = i * csms.length + j;
  const cost = pairs.costs[pair] as number;
  return {
    csm: csm.name,
    tenureMonths: csm.tenureMonths,
    cost,
    costs: costsOf(objective, terms[j] as Pairs['terms'][number], account),
    score: scoreOf(cost, pairs.least[i] as number, objective.policy.scoreScale),
    bookBefore: csm.book,
    bookAfter: bookWith(csm.book, account),
    capacity: capacityFor(csm, account.account, objective.policy),
    exclusion: pairs.exclusions[pair] ?? null,
    placedWith,
  };
}

/**
 * Why the i-th account went to the CSM `chosen`. `placedWith` tells which account of the same run
 * a CSM received instead, by the CSM's place in `pairs.csms`.
 */
export function explanationOf(
  pairs: Pairs,
  i: number,
  chosen: Candidate,
  placedWith: (j: number) => string | null,
): Explanation {
  const { color, needy, assumed } = pairs.accounts[i] as AssessedAccount;
  const best = bestFitOf(pairs, i, chosen);
  return {
    chosen,
    alternatives: cheapestEligible(pairs, i, chosen.csm).map((j) =>
      candidateOf(pairs, i, j, placedWith(j)),
    ),
    bestFit: best === null ? null : candidateOf(pairs, i, best),
    exclusions: rowOf(pairs, i).filter((exclusion): exclusion is Exclusion => exclusion !== null),
    assumed,
    color,
    needy,
  };
}

// Kept by insertion, since a full sort for every account would outweigh solving the run.
function cheapestEligible(pairs: Pairs, i: number, except: string): number[] {
  const offset = i * pairs.csms.length;
  const costAt = (j: number) => pairs.costs[offset + j] as number;
  const found: number[] = [];
  pairs.csms.forEach((csm, j) => {
    if (pairs.exclusions[offset + j] !== null || csm.name === except) return;
    const last = found[alternativesShown - 1];
    if (last !== undefined && costAt(last) <= costAt(j)) return;
    const at = found.findIndex((other) => costAt(other) > costAt(j));
    found.splice(at < 0 ? found.length : at, 0, j);
    found.length = Math.min(found.length, alternativesShown);
  });
  return found;
}

function bestFitOf(pairs: Pairs, i: number, chosen: Candidate): number | null {
  const offset = i * pairs.csms.length;
  const least = pairs.least[i] as number;
  if (chosen.cost <= least) return null;
  const best = pairs.csms.flatMap((_, j) =>
    pairs.costs[offset + j] === least && pairs.exclusions[offset + j]?.reason !== 'segment_mismatch'
      ? [j]
      : [],
  );
  const allKept = best.every((j) => pairs.exclusions[offset + j] !== null);
  return allKept ? (best[0] ?? null) : null;
}

function rowOf({ exclusions, csms }: Pairs, i: number): readonly (Exclusion | null)[] {
  return exclusions.slice(i * csms.length, (i + 1) * csms.length);
}
