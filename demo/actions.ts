import { v4, v7 } from 'uuid';
import { defaultPolicy } from '@/lib/policy/policy';
import { type Flag, flags } from '@/lib/warehouse/sql/rule-warnings';
import {
  type Company,
  type DemoCsm,
  type DemoDecision,
  type DemoPerson,
  type DemoRecommendation,
  needCsm,
  reown,
  settle,
} from './company';
import { flagsAgainst } from './engine';

const day = 24 * 3_600_000;

/** What a manager does with a recommendation, and when. */
export interface ManagerAction {
  readonly verb: 'accept' | 'override' | 'reject';
  /** Who receives the account; null for a rejection. */
  readonly csm: DemoCsm | null;
  readonly reason: string | null;
  readonly note: string | null;
  readonly by: DemoPerson;
  readonly at: number;
}

/** The queue's flags on giving the recommendation's account to this CSM. */
export function flagsOf(
  { account, at: made }: DemoRecommendation,
  csm: DemoCsm,
  at: number,
): Flag[] {
  const found: Flag[] = flagsAgainst(csm, account, at);
  if (account.status !== 'Needs CSM') found.push('no_longer_needed');
  if (made < at - day) found.push('stale');
  return flags.filter((flag) => found.includes(flag));
}

/** Decides a pending recommendation, leaving what the program's own verbs leave. */
export function decide(
  company: Company,
  recommendation: DemoRecommendation,
  { verb, csm, reason, note, by, at }: ManagerAction,
): DemoDecision {
  const { account } = recommendation;
  const decision: DemoDecision = {
    ...idsOf(company, at),
    recommendation,
    verb,
    csm: csm?.name ?? null,
    reason,
    note,
    acknowledgedRules: csm ? flagsOf(recommendation, csm, at) : [],
    undoes: null,
    assignmentBefore: account.assignment,
    dwellMs: null,
    by,
    at,
  };
  company.decisions.push(decision);
  recommendation.csm.pending.delete(recommendation);
  account.pending = null;
  recommendation.wasAssigned = verb === 'accept';
  recommendation.actualCsm = csm?.name ?? null;
  if (csm) {
    const method = verb === 'override' ? 'manual_override' : recommendation.method;
    assign(company, recommendation, csm, { at, method });
  } else {
    const until = at + defaultPolicy.rejectedDays * day;
    account.rejections.push({ csm: recommendation.csm.name, until });
  }
  return decision;
}

/** Gives the recommendation's account to the CSM, who has received it by that. */
export function assign(
  company: Company,
  { account, feedback }: DemoRecommendation,
  csm: DemoCsm,
  { at, method }: { readonly at: number; readonly method: string },
): void {
  const time = new Date(at).toISOString();
  reown(company, account, at, () => {
    account.assignment = { csmName: csm.name, assignedAt: time, method, feedback, updatedAt: time };
  });
  csm.receipts.push({ account, at });
  settle(company, account, 'Complete');
}

/** Takes an acceptance back, so that the recommendation is pending again. */
export function undo(company: Company, decision: DemoDecision, by: DemoPerson, at: number): void {
  const { recommendation, assignmentBefore: before } = decision;
  const { account, csm } = recommendation;
  company.decisions.push({
    ...idsOf(company, at),
    recommendation,
    verb: 'undo',
    csm: null,
    reason: null,
    note: null,
    acknowledgedRules: [],
    undoes: decision.id,
    assignmentBefore: account.assignment,
    dwellMs: null,
    by,
    at,
  });
  reown(company, account, at, () => {
    account.assignment = before;
  });
  csm.receipts = csm.receipts.filter(
    (receipt) => receipt.account !== account || receipt.at !== decision.at,
  );
  recommendation.wasAssigned = false;
  recommendation.actualCsm = null;
  needCsm(company, account, account.needsSince ?? at);
  account.pending = recommendation;
  csm.pending.add(recommendation);
}

function idsOf({ random }: Company, at: number): { id: string; requestId: string } {
  return {
    id: v7({ msecs: at, random: random.bytes() }),
    requestId: v4({ random: random.bytes() }),
  };
}
