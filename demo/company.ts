import type { Explanation } from '@/lib/engine/types';
import type { Assignment, NewDecision } from '@/lib/warehouse/sql/decisions';
import type { RunRow, RunSnapshot } from '@/lib/warehouse/sql/runs';
import type { Random } from './random';

export type Segment = 'Residential' | 'Commercial';
export type Level = 'Corporate' | 'Enterprise';

/** Where an account is in the data team's onboarding; only the first asks for a CSM. */
export type Onboarding = 'Needs CSM' | 'Complete' | 'Tech Touch' | 'Churned';

/** An account of the demo company as it is at the moment of the simulation. */
export interface DemoAccount {
  readonly id: string;
  readonly name: string;
  readonly tenantId: string;
  readonly industry: string;
  readonly segment: Segment | null;
  readonly level: Level | null;
  readonly neediness: number | null;
  readonly health: number | null;
  readonly color: 'red' | 'yellow' | 'green' | null;
  readonly revenue: number | null;
  status: Onboarding;
  needsSince: number | null;
  /** The CSM by the data team's scores, which an assignment overrules. */
  responsible: string | null;
  assignment: Assignment | null;
  /** Since when its owner has it, in epoch milliseconds. */
  ownedSince: number;
  pending: DemoRecommendation | null;
  readonly rejections: { readonly csm: string; readonly until: number }[];
  /** Its rows are told apart by its assignment, which must stay. */
  pinned: boolean;
}

/** A CSM of the demo company; times in epoch milliseconds. */
export interface DemoCsm {
  readonly name: string;
  readonly manager: string;
  readonly segment: Segment | null;
  readonly level: Level | null;
  readonly capacity: number | null;
  readonly hiredAt: number;
  readonly leavesAt: number | null;
  awayUntil: number | null;
  readonly book: Set<DemoAccount>;
  /** What was received, oldest first, one entry per receipt that stands. */
  receipts: { readonly account: DemoAccount; readonly at: number }[];
  readonly pending: Set<DemoRecommendation>;
}

/** A recommendation of the history; without an explanation when another program made it. */
export interface DemoRecommendation {
  readonly account: DemoAccount;
  readonly csm: DemoCsm;
  readonly at: number;
  readonly method: 'single_optimized' | 'batch_optimized';
  readonly runId: string;
  readonly batchSize: number;
  readonly score: number;
  readonly feedback: string | null;
  readonly explanation: Explanation | null;
  /** The account's owner when it was made. */
  readonly currentCsm: string | null;
  wasAssigned: boolean;
  actualCsm: string | null;
}

/** A decision whose recommendation has no number yet. */
export type DemoDecision = Omit<
  NewDecision,
  'recommendationId' | 'accountId' | 'recommendedCsm' | 'at'
> & { readonly recommendation: DemoRecommendation; readonly at: number };

/** A run of the history; one that did not succeed has no standing. */
export type DemoRun = RunRow & { readonly standing?: RunSnapshot };

/** Who decides and starts runs. */
export interface DemoPerson {
  readonly email: string;
  readonly name: string;
}

/** Everything that the demo company's history leaves behind. */
export interface Company {
  readonly random: Random;
  readonly csms: readonly DemoCsm[];
  readonly csmByName: ReadonlyMap<string, DemoCsm>;
  readonly managers: readonly DemoPerson[];
  readonly accounts: DemoAccount[];
  /** The accounts that need a CSM, in the order in which they came to need one. */
  readonly needing: Set<DemoAccount>;
  readonly recommendations: DemoRecommendation[];
  readonly decisions: DemoDecision[];
  readonly runs: DemoRun[];
  readonly newAccount: (kind: {
    readonly segment: Segment | null;
    readonly level: Level | null;
  }) => DemoAccount;
}

/** Whether a CSM works for the company at this time. */
export function isActive(csm: DemoCsm, at: number): boolean {
  return csm.hiredAt <= at && (csm.leavesAt === null || csm.leavesAt > at);
}

/** The account's owner, as the contract view reads it. */
export function ownerOf(account: DemoAccount): string | null {
  return account.assignment?.csmName ?? account.responsible;
}

/** Lets `change` alter the account's owner and keeps the books in step. */
export function reown(
  company: Company,
  account: DemoAccount,
  at: number,
  change: () => void,
): void {
  const bookOf = () => company.csmByName.get(ownerOf(account) ?? '')?.book;
  bookOf()?.delete(account);
  change();
  bookOf()?.add(account);
  account.ownedSince = at;
}

/** Marks an account as waiting for a CSM. */
export function needCsm(company: Company, account: DemoAccount, since: number): void {
  account.status = 'Needs CSM';
  account.needsSince = since;
  company.needing.add(account);
}

/** Marks an account as no longer waiting for a CSM. */
export function settle(company: Company, account: DemoAccount, status: Onboarding): void {
  account.status = status;
  company.needing.delete(account);
}
