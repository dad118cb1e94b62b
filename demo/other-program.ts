import type { Explanation } from '@/lib/engine/types';
import { assign } from './actions';
import {
  type Company,
  type DemoAccount,
  type DemoCsm,
  type DemoRecommendation,
  isActive,
  ownerOf,
} from './company';
import { flagsAgainst } from './engine';
import { record } from './make-run';

const minute = 60_000;
const cooling = 4 * 60 * minute;

/**
 * A batch of the data team's Python program: it writes recommendations, and the assignments of
 * those it had approved, straight into the tables, and heeds no cooling period.
 */
export function runOtherProgram(company: Company, count: number, at: number): void {
  const { random } = company;
  const accounts = waiting(company).slice(0, count);
  accounts.forEach((account, i) => {
    const made = at + i * 1_500;
    const csm = choose(company, account, made, random.chance(0.5));
    if (!csm) return;
    if (random.chance(0.07)) makeSuperseded(company, account, csm, made - 20 * minute);
    accept(
      company,
      otherRecommendation(company, { account, csm, at: made, size: accounts.length }),
    );
  });
}

/** Recommendations of the Python program that nobody has looked at yet. */
export function leaveForReview(company: Company, count: number, at: number): void {
  const accounts = waiting(company).slice(0, count);
  for (const account of accounts) {
    const csm = choose(company, account, at, false);
    if (!csm) continue;
    record(company, otherRecommendation(company, { account, csm, at, size: accounts.length }));
  }
}

const waiting = ({ needing }: Company): DemoAccount[] =>
  [...needing].filter((account) => account.pending === null);

/** A CSM who may take the account, but for the cooling period where it is to be violated. */
function choose(
  { random, csms }: Company,
  account: DemoAccount,
  at: number,
  violating: boolean,
): DemoCsm | undefined {
  const fitting = csms.filter((csm) => {
    if (!isActive(csm, at) || csm.pending.size > 0) return false;
    const against = flagsAgainst(csm, account, at);
    return against.every((flag) => flag === 'cooling') && against.length === (violating ? 1 : 0);
  });
  if (fitting.length === 0) return undefined;
  const last = (csm: DemoCsm) => csm.receipts.at(-1)?.at ?? 0;
  // Some pairs are minutes apart, others hours: any time within the period.
  return random.weighted(fitting, (csm) => (violating ? (last(csm) > at - cooling ? 1 : 0.1) : 1));
}

function makeSuperseded(company: Company, account: DemoAccount, csm: DemoCsm, at: number): void {
  company.recommendations.push(otherRecommendation(company, { account, csm, at, size: 1 }));
  account.pinned = true;
}

function accept(company: Company, recommendation: DemoRecommendation): void {
  const { csm, method, at } = recommendation;
  company.recommendations.push(recommendation);
  recommendation.wasAssigned = true;
  recommendation.actualCsm = csm.name;
  assign(company, recommendation, csm, { at: at + 1_000, method });
}

function otherRecommendation(
  company: Company,
  given: { account: DemoAccount; csm: DemoCsm; at: number; size: number },
): DemoRecommendation {
  const { account, csm, at, size } = given;
  const { random } = company;
  const explanation: Explanation | null = null;
  return {
    account,
    csm,
    at,
    method: size === 1 ? 'single_optimized' : 'batch_optimized',
    runId: new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '_'),
    batchSize: size,
    score: Math.round(random.between(52, 97) * 100) / 100,
    feedback: random.chance(0.75) ? feedbackOn(company, account, csm) : null,
    explanation,
    currentCsm: ownerOf(account),
    wasAssigned: false,
    actualCsm: null,
  };
}

function feedbackOn({ random }: Company, account: DemoAccount, csm: DemoCsm): string {
  const first = csm.name.split(' ')[0];
  if (account.neediness !== null && account.neediness >= 8) {
    return `Caution: neediness ${account.neediness} is high. ${first} can take it, but watch the next two weeks.`;
  }
  if (account.color === 'red') {
    return `Acceptable. Health is red; ${first} should call within two days and review open tickets.`;
  }
  return random.pick([
    `Good match. ${first} has room on the book and the account is of the class ${first} knows.`,
    'Approved. Workload stays balanced after this assignment.',
    `Reasonable. ${first}'s book grows slightly above the team's mean; acceptable.`,
    'Good match on workload and revenue. No concerns.',
  ]);
}
