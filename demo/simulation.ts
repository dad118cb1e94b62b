import type { ReadModel } from '@/lib/read-model/read-model';
import type { Person } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import type { Warehouse } from '@/lib/warehouse/types';
import type { DemoAccount } from './accounts';
import type { Random } from './random';
import type { AccountClass, DemoCsm } from './teams';

/** A recommendation that the simulated managers still have to decide. */
export interface OpenRecommendation {
  readonly id: string;
  readonly accountId: string;
  readonly csm: string;
  readonly score: number;
  readonly alternatives: readonly string[];
  readonly review: { readonly verdict: string; readonly suggestedCsm: string | null } | null;
  /** Whether managers see the review only after deciding. */
  readonly isBlind: boolean;
}

/** What every simulated action needs. */
export interface Simulation {
  readonly warehouse: Warehouse;
  readonly readModel: ReadModel;
  readonly random: Random;
  readonly csms: readonly DemoCsm[];
  readonly newAccount: (kind: AccountClass) => DemoAccount;
  /** CSMs with a pending recommendation from this simulation, by recommendation id. */
  readonly reserved: Map<string, string>;
}

/**
 * A request context as it would be at a simulated time, in epoch milliseconds.
 * @param step milliseconds by which each reading of the clock is later, so that work takes time
 */
export function contextAt(
  { warehouse, readModel }: Simulation,
  person: Person,
  at: number,
  step = 23,
): Context {
  let readings = 0;
  return {
    warehouse,
    readModel,
    person,
    now: () => new Date(Math.round(at) + step * readings++),
  };
}
