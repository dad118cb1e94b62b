import { buildCandidate } from './explain';
import { measureFairness } from './fairness';
import { EMPTY_BOOK } from './load';
import { dimensionScales, waitingCost } from './objective';
import type { PairMatrix } from './pair-matrix';
import type { AssessedAccount } from './prepare-input';
import { csmsAfter, prepareRun, type UnsolvedResult } from './route-accounts';
import {
  type ForcedPair,
  type Move,
  NEW_CSM,
  type Pair,
  type Scenario,
  type ScenarioComparison,
  type ScenarioOutcome,
} from './scenario-types';
import { type PairIndex, solveRun } from './solve-run';
import { type Csm, dimensions, type RoutingProblem } from './types';

export type ScenarioResult =
  | ScenarioComparison
  | UnsolvedResult
  /** The problem has no such account or active CSM. */
  | { readonly status: 'unknown_account' | 'unknown_csm' };

/**
 * Solves a problem with and without a change and compares the results. A forced pair is placed even
 * if a rule forbids it; `pair.forced.exclusion` says which. If no rule does and CSMs receive one
 * account each, a forced pair never gains anything for the run.
 * @param keep a pair that the current run has, to compare with a recommendation that was made; ignored
 *   if the problem no longer has it
 */
export function compareScenario(
  problem: RoutingProblem,
  scenario: Scenario,
  keep: Pair | null = null,
): ScenarioResult {
  const before = prepareRun(problem);
  if ('status' in before) return before;
  const csm = 'csm' in scenario ? scenario.csm : null;
  if (csm !== null && before.csms.every(({ name }) => name !== csm)) {
    return { status: 'unknown_csm' };
  }
  const changedProblem = applyScenario(problem, scenario);
  const after = changedProblem === problem ? before : prepareRun(changedProblem);
  if ('status' in after) return after;
  const forced = scenario.kind === 'pair' ? findPair(after, scenario) : null;
  if (scenario.kind === 'pair' && !forced) return { status: 'unknown_account' };

  const limit = forced && problem.limit !== null ? Math.max(1, problem.limit) : problem.limit;
  const kept = keep && findPair(before, keep);
  const current = solveRun(before, limit, kept).columnOf;
  const changed = solveRun(after, limit, forced).columnOf;
  const currentInScenario = translateColumns(current, before, after);
  const currentCost = costOf(after, currentInScenario);
  const gain = currentCost.total - costOf(after, changed).total;
  return {
    status: 'compared',
    current: outcomeOf(before, current),
    changed: outcomeOf(after, changed),
    moves: findMoves(after, currentInScenario, changed, forced?.row ?? -1),
    gain,
    gainPercent: currentCost.placements < 0 ? (100 * gain) / -currentCost.placements : null,
    isExact: after.objective.policy.maxPerRun === 1,
    pair: forced && describePair(after, forced, currentInScenario),
  };
}

function applyScenario(problem: RoutingProblem, scenario: Scenario): RoutingProblem {
  const withCsm = (name: string, change: Partial<Csm>): RoutingProblem => ({
    ...problem,
    csms: problem.csms.map((csm) => (csm.name === name ? { ...csm, ...change } : csm)),
  });
  switch (scenario.kind) {
    case 'pair':
      return problem;
    case 'away':
      return withCsm(scenario.csm, { awayFrom: null, awayUntil: scenario.until });
    case 'capacity':
      return withCsm(scenario.csm, { capacity: scenario.capacity });
    case 'hire':
      return { ...problem, csms: [...problem.csms, newCsm(scenario)] };
    case 'weight': {
      const { policy } = problem;
      const weights = { ...policy.weights, [scenario.weight]: scenario.value };
      return { ...problem, policy: { ...policy, weights } };
    }
  }
}

function newCsm({ segment, level, tenureMonths }: Extract<Scenario, { kind: 'hire' }>): Csm {
  return {
    name: NEW_CSM,
    active: true,
    tenureMonths,
    segment,
    level,
    capacity: null,
    awayFrom: null,
    awayUntil: null,
    book: EMPTY_BOOK,
    byClass: [],
    reservations: [],
    received: [],
    receivedNeedy: [],
    lastReceivedAt: null,
  };
}

function findPair({ accounts, csms }: PairMatrix, { accountId, csm }: Pair): PairIndex | null {
  const row = accounts.findIndex(({ account }) => account.id === accountId);
  const column = csms.findIndex(({ name }) => name === csm);
  return row < 0 || column < 0 ? null : { row, column };
}

/** The columns of the same CSMs in another matrix. The accounts are the same. */
function translateColumns(columnOf: Int32Array, from: PairMatrix, to: PairMatrix): Int32Array {
  const columns = new Map(to.csms.map(({ name }, j) => [name, j]));
  return columnOf.map((j) => columns.get(from.csms[j]?.name ?? '') ?? -1);
}

/** What placements add to the objective, without and with what waiting costs the other accounts. */
function costOf(
  pairs: PairMatrix,
  columnOf: Int32Array,
): { readonly placements: number; readonly total: number } {
  const { accounts, csms, objective } = pairs;
  const scales = dimensionScales(objective);
  const scaled = accounts.map(({ amounts }) => dimensions.map((d) => scales[d] * amounts[d]));
  let placements = 0;
  let waiting = 0;
  accounts.forEach((account, i) => {
    const j = columnOf[i] as number;
    if (j < 0) {
      waiting += waitingCost(account, objective.policy);
      return;
    }
    placements += pairs.costs[i * csms.length + j] as number;
    // Accounts of one CSM also count against each other, as in a drain.
    for (let other = 0; other < i; other++) {
      if (columnOf[other] !== j) continue;
      placements += objective.policy.weights.recency;
      (scaled[i] as number[]).forEach((amount, d) => {
        placements += 2 * amount * (scaled[other]?.[d] as number);
      });
    }
  });
  return { placements, total: placements + waiting };
}

function outcomeOf(pairs: PairMatrix, columnOf: Int32Array): ScenarioOutcome {
  const unplaced = pairs.accounts.filter((_, i) => columnOf[i] === -1);
  return {
    placed: pairs.accounts.length - unplaced.length,
    unplaced: unplaced.length,
    overdue: unplaced.filter(({ overdue }) => overdue).length,
    fairness: measureFairness(csmsAfter(pairs, { columnOf }), pairs.objective.policy),
  };
}

function findMoves(
  { accounts, csms, costs }: PairMatrix,
  current: Int32Array,
  changed: Int32Array,
  forcedRow: number,
): Move[] {
  const moves = accounts.flatMap(({ account: { id, name } }, i) => {
    const [from, to] = [current[i] as number, changed[i] as number];
    if (from === to) return [];
    const costAt = (j: number) => costs[i * csms.length + j] as number;
    const move: Move = {
      accountId: id,
      accountName: name,
      from: csms[from]?.name ?? null,
      to: csms[to]?.name ?? null,
      costIncrease: from < 0 || to < 0 ? null : costAt(to) - costAt(from),
    };
    return { i, move };
  });
  const rank = ({ i, move: { to, costIncrease } }: (typeof moves)[number]) => {
    if (i === forcedRow || to === NEW_CSM) return Number.POSITIVE_INFINITY;
    if (to === null) return Number.MAX_VALUE;
    return costIncrease ?? -Number.MAX_VALUE;
  };
  return moves
    .sort((a, b) => (rank(a) === rank(b) ? a.i - b.i : rank(b) - rank(a)))
    .map(({ move }) => move);
}

function describePair(
  pairs: PairMatrix,
  { row, column }: PairIndex,
  current: Int32Array,
): ForcedPair {
  const { account, color, needy } = pairs.accounts[row] as AssessedAccount;
  const j = current[row] as number;
  return {
    accountId: account.id,
    color,
    needy,
    forced: buildCandidate(pairs, row, column),
    instead: j < 0 ? null : buildCandidate(pairs, row, j),
  };
}
