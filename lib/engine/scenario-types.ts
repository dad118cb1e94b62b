/** The contract of what-if questions. As in `types`, times are in epoch milliseconds. */

import type { RoutingPolicy } from './policy';
import type { Candidate, Explanation, Fairness } from './types';

/** An account and the CSM who receives it. */
export interface Pair {
  readonly accountId: string;
  readonly csm: string;
}

/** A change of a routing problem. */
export type Scenario =
  | ({ readonly kind: 'pair' } & Pair)
  | { readonly kind: 'away'; readonly csm: string; readonly until: number }
  | {
      readonly kind: 'hire';
      readonly segment: string | null;
      readonly level: string | null;
      readonly tenureMonths: number;
    }
  | { readonly kind: 'capacity'; readonly csm: string; readonly capacity: number }
  | {
      readonly kind: 'weight';
      readonly weight: keyof RoutingPolicy['weights'];
      readonly value: number;
    };

/** An account that goes to another CSM. Null: it is not placed. */
export interface Move {
  readonly accountId: string;
  readonly accountName: string;
  readonly from: string | null;
  readonly to: string | null;
  /** How much more the account costs with its new CSM, in objective units; null if not placed. */
  readonly costIncrease: number | null;
}

/** What became of the accounts of a problem. */
export interface ScenarioOutcome {
  readonly placed: number;
  readonly unplaced: number;
  /** How many of those not placed have waited longer than the policy allows. */
  readonly overdue: number;
  /** With the placed accounts in the books. */
  readonly fairness: Fairness;
}

/** What a scenario changes. */
export interface ScenarioComparison {
  readonly status: 'compared';
  readonly current: ScenarioOutcome;
  readonly changed: ScenarioOutcome;
  /** The forced account or that of the new CSM first, then those that the change costs most. */
  readonly moves: readonly Move[];
  /**
   * What the run gains, in objective units, if it is solved again instead of keeping the current
   * placements. Both are measured in the scenario, with what waiting costs. Negative for a loss.
   */
  readonly gain: number;
  /** The same as a percentage of what the current placements gain; null if they gain nothing. */
  readonly gainPercent: number | null;
  /** False if the runs give a CSM several accounts, which is solved approximately. */
  readonly isExact: boolean;
  /** The forced pair, as before the run; null for other scenarios. */
  readonly pair: ForcedPair | null;
}

/** A forced pair and the one that it replaces. */
export interface ForcedPair extends Pick<Explanation, 'color' | 'needy'> {
  readonly accountId: string;
  readonly forced: Candidate;
  /** Null if the account is not placed otherwise. */
  readonly instead: Candidate | null;
}

/** The name of the CSM that the scenario `hire` adds. */
export const NEW_CSM = 'New CSM';
