import { assessorOf } from './assess-account';
import { byText, canonicalAccounts, canonicalCsms } from './canonical';
import { deferralOf } from './defer';
import { fairnessOf, type Match, matchQualityOf } from './fairness';
import { objectiveOf } from './objective';
import { type Pairs, pairsOf } from './pairs';
import { placeRound } from './place-round';
import type { Csm, Fairness, Placement, RoutingProblem, RoutingResult } from './types';

/**
 * Recommends a CSM for each account: as many accounts as possible are placed, then at the least
 * cost, each CSM receiving at most `maxPerRun`, one per round of exact assignment. The order of the
 * input decides nothing: accounts are taken by id (a repeated id once), CSMs by name, both by code
 * units. Placements and deferrals come in order of account id. `now` is the only clock.
 */
export function routeAccounts(problem: RoutingProblem): RoutingResult {
  const { policy, now } = problem;
  const accounts = canonicalAccounts(problem.accounts);
  if (accounts.length === 0) return { status: 'no_accounts' };
  const active = canonicalCsms(problem.csms).filter((csm) => csm.active);
  if (active.length === 0) return { status: 'no_active_csm' };

  const assessed = accounts.map(assessorOf(problem, active));
  const objective = objectiveOf(active, assessed, policy, now);
  const before = pairsOf(objective, active, assessed);
  const placements: Placement[] = [];
  let pairs = before;
  let csms: readonly Csm[] = active;
  let left: Pairs['accounts'] = assessed;
  let primal = 0;
  let bound = 0;
  let rounds = 0;
  while (rounds < policy.maxPerRun && left.length > 0) {
    if (rounds > 0) pairs = pairsOf(objective, csms, left);
    const round = placeRound(pairs);
    if (rounds > 0 && round.placements.length === 0) break;
    placements.push(...round.placements);
    ({ left, csms } = round);
    primal += round.primal;
    bound += round.bound;
    rounds += 1;
  }
  placements.sort((a, b) => byText(a.accountId, b.accountId));
  const deferred = new Set(left);
  return {
    status: 'solved',
    placements,
    deferrals: assessed.flatMap((account, i) =>
      deferred.has(account) ? [deferralOf(before, i)] : [],
    ),
    proof: { placed: placements.length, primal, bound, rounds },
    fairness: fairnessOfRun(before, csms),
    match: matchQualityOf(placements.map(matchOf), policy),
  };
}

// The eligible are those who might have received some account of the run, before as after it.
function fairnessOfRun(
  before: Pairs,
  after: readonly Csm[],
): { before: Fairness; after: Fairness } {
  const { csms, exclusions, objective } = before;
  const eligible = new Set<string>();
  exclusions.forEach((exclusion, pair) => {
    if (exclusion === null) eligible.add((csms[pair % csms.length] as Csm).name);
  });
  return {
    before: fairnessOf(csms, eligible, objective.policy),
    after: fairnessOf(after, eligible, objective.policy),
  };
}

function matchOf({ explanation }: Placement): Match {
  const { chosen, color, needy } = explanation;
  return { tenureMonths: chosen.tenureMonths, color, needy };
}
