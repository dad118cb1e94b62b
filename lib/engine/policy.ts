import { nameKey } from '@/lib/names';
import type { AccountClass } from './account-class';

/** The weights, limits, and switches that a run uses. */
export interface RoutingPolicy {
  /**
   * One weight per factor of the objective, in objective units, and `waiting`: the cost of a day
   * that an account is left unplaced.
   */
  readonly weights: {
    readonly accounts: number;
    readonly neediness: number;
    readonly revenue: number;
    readonly red: number;
    readonly experience: number;
    readonly recency: number;
    readonly waiting: number;
  };
  readonly waiting: {
    /** Multiplies the waiting cost of red and high-need accounts; 1 treats all alike. */
    readonly urgentFactor: number;
    /** Days. An account that has waited longer is placed before all others. */
    readonly overdueDays: number;
  };
  /** A candidate that costs this many objective units more than the best one scores 100/e. */
  readonly scoreScale: number;
  /**
   * Hours. The score compares with the CSMs of the class who are eligible now or known to become
   * eligible within this time. Null: with every active CSM of the class, which is what policies
   * stored before this setting mean.
   */
  readonly scoreWithinHours: number | null;
  /** Maximum number of accounts that a CSM receives in one run. */
  readonly maxPerRun: number;
  readonly coolingHours: number;
  /**
   * Whether runs count a pending recommendation as if it were accepted: in the book, capacity, limits,
   * and cooling period of its CSM.
   */
  readonly pendingReserves: boolean;
  /** Maximum number of accounts received in 7 days and, for new CSMs, in 24 hours. */
  readonly velocity: {
    readonly perWeek: number;
    readonly newCsmTenureMonths: number;
    readonly newCsmPerDay: number;
  };
  /** Maximum number of high-need accounts that a CSM receives in 7 days. */
  readonly ramp: { readonly highNeedPerWeek: number };
  /** Maximum number of accounts in a book, by the class of the account to receive. */
  readonly capacity: {
    readonly residentialCorporate: number;
    readonly commercialCorporate: number;
    readonly commercialEnterprise: number;
    readonly residentialEnterprise: number;
    readonly otherwise: number;
  };
  readonly health: { readonly redBelow: number; readonly yellowBelow: number };
  /** An account with at least this neediness is high-need. */
  readonly neediness: { readonly needyFrom: number };
  /** Desired tenure of the CSM of a red account and of a high-need account. */
  readonly experience: { readonly redMonths: number; readonly needyMonths: number };
  /** How long a rejection excludes the CSM from the account. */
  readonly rejectedDays: number;
  /** A recommendation that has been pending longer is marked as overdue. Nothing is decided. */
  readonly overdueAfterHours: number;
  /** The accounts that the program routes. Others count as neither pending nor waiting. */
  readonly scope: RoutingScope;
}

/** Which of the accounts that need a CSM the program routes. */
export interface RoutingScope {
  /** Classes of account; null for all. Names are compared as people read them. */
  readonly classes: readonly AccountClass[] | null;
  /** Onboarding statuses, where the accounts view has them; null for all. */
  readonly statuses: readonly string[] | null;
}

/** The policy of a new warehouse. Its numbers come from simulated companies (docs/decisions/0017). */
export const defaultRoutingPolicy: RoutingPolicy = {
  weights: {
    accounts: 0.25,
    neediness: 0.3,
    revenue: 0.15,
    red: 0.03,
    experience: 120,
    recency: 1,
    waiting: 10,
  },
  waiting: { urgentFactor: 2, overdueDays: 7 },
  scoreScale: 2.5,
  scoreWithinHours: 24,
  maxPerRun: 1,
  coolingHours: 4,
  pendingReserves: true,
  velocity: { perWeek: 10, newCsmTenureMonths: 6, newCsmPerDay: 2 },
  ramp: { highNeedPerWeek: 5 },
  capacity: {
    residentialCorporate: 100,
    commercialCorporate: 70,
    commercialEnterprise: 35,
    residentialEnterprise: 40,
    otherwise: 85,
  },
  health: { redBelow: 60, yellowBelow: 80 },
  neediness: { needyFrom: 8 },
  experience: { redMonths: 12, needyMonths: 6 },
  rejectedDays: 30,
  overdueAfterHours: 48,
  scope: { classes: null, statuses: null },
};

/** A CSM's own limit; null means the policy decides. */
interface OwnLimit {
  readonly capacity: number | null;
}

/** Maximum number of accounts for this CSM to receive an account of this class. */
export function capacityFor(csm: OwnLimit, account: AccountClass, policy: RoutingPolicy): number {
  return csm.capacity ?? classCapacity(account, policy);
}

/** Maximum number of accounts for the CSM's own class. Balance and fairness use this. */
export function ownCapacity(csm: OwnLimit & AccountClass, policy: RoutingPolicy): number {
  return csm.capacity ?? classCapacity(csm, policy);
}

function classCapacity({ segment, level }: AccountClass, { capacity }: RoutingPolicy): number {
  switch (`${nameKey(segment)} ${nameKey(level)}`) {
    case 'residential corporate':
      return capacity.residentialCorporate;
    case 'commercial corporate':
      return capacity.commercialCorporate;
    case 'commercial enterprise':
      return capacity.commercialEnterprise;
    case 'residential enterprise':
      return capacity.residentialEnterprise;
    default:
      return capacity.otherwise;
  }
}
