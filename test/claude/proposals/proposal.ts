import { bookOfAccount, createExplainer } from '@/lib/engine/explain';
import { measureFairness } from '@/lib/engine/fairness';
import { addBooks } from '@/lib/engine/load';
import { createAssessor } from '@/lib/engine/prepare-input';
import type { Csm, RoutableAccount } from '@/lib/engine/types';
import { defaultPolicy } from '@/lib/policy/policy';
import { toReviewCsm, toReviewItem, withCurrentRules } from '@/lib/reviews/load-review-input';
import type { ReviewInput, SimilarDecision, Verdict } from '@/lib/reviews/types';
import { DAY_MS } from '@/lib/time';
import type { BriefAccount, BriefCsm } from '@/test/claude/read-brief';
import { makeAccount, makeBook, makeCsm, makeProblem, NOON } from '@/test/engine/builders';

/** When the run and the review take place. */
export const now = NOON;

/** An account to place, with what only the review is told of it. */
export interface ProposedAccount extends RoutableAccount {
  readonly industry: string;
}

/** A recommendation whose verdict a careful manager would not doubt. */
export interface Proposal {
  /** Unique. */
  readonly name: string;
  readonly expected: Verdict;
  /** Why a careful manager would not doubt it. */
  readonly why: string;
  /** For `reassign`: the CSMs who are a right suggestion. */
  readonly suggested?: readonly string[];
  readonly account: ProposedAccount;
  readonly csms: readonly Csm[];
  readonly recommended: string;
  /** The other recommendation of the same run. */
  readonly alsoProposed?: { readonly account: ProposedAccount; readonly csm: string };
  readonly earlier?: readonly SimilarDecision[];
  /** What changed about CSMs after the run, by name. */
  readonly since?: Readonly<Record<string, Partial<Csm>>>;
  /** The facts in the brief that decide the verdict. CSMs are named instead of numbered. */
  readonly decidedBy: {
    readonly account?: Facts<BriefAccount>;
    readonly csms?: Readonly<Record<string, Facts<BriefCsm>>>;
  };
}

/** A part of a value, at any depth. A list has all of its items. */
type Facts<T> = T extends readonly (infer Item)[]
  ? readonly Facts<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]?: Facts<T[Key]> }
    : T;

/** An ordinary account that has waited for a day, with some fields overridden. */
export function account(overrides: Partial<ProposedAccount> = {}): ProposedAccount {
  return {
    ...makeAccount({ name: 'Northwind Property Management' }),
    neediness: 4,
    waitingSince: now - DAY_MS,
    industry: 'Property management',
    ...overrides,
  };
}

/** A CSM whose book has this many ordinary accounts, one in 17 of them red. */
export function csm(
  name: string,
  tenureMonths: number,
  accounts: number,
  overrides: Partial<Csm> = {},
): Csm {
  const red = Math.round(accounts / 17);
  const book = makeBook(accounts, { red, green: accounts - red });
  return makeCsm({ name, tenureMonths, book, ...overrides });
}

/**
 * Builds the input of the review as the app does: the engine explains the recommendation of this CSM,
 * and the rules are applied again as of the review. The proposal's account comes first.
 */
export function toReviewInput(proposal: Proposal): ReviewInput {
  const { alsoProposed, recommended, earlier = [], since = {} } = proposal;
  const proposed = [
    { account: proposal.account, csm: recommended, earlier },
    ...(alsoProposed ? [{ ...alsoProposed, earlier: [] }] : []),
  ];
  const at = new Date(now);
  const csms = new Map(proposal.csms.map((each) => [each.name, { ...each, ...since[each.name] }]));
  const context = makeProblem({ csms: proposal.csms, policy: defaultPolicy });
  const explain = createExplainer(context);
  const recommendations = proposed.map(({ account: routable, csm: name, earlier }, index) => {
    const explanation = explain(routable, name);
    if (explanation === null) throw new Error(`${name} is not in the team.`);
    const { id, waitingSince, rejected, ...scores } = routable;
    const row = {
      ...scores,
      accountId: id,
      accountName: routable.name,
      recommendationId: String(1000 + index),
      needsCsmSince: waitingSince === null ? null : new Date(waitingSince),
      explanation: JSON.stringify(explanation),
    };
    const item = toReviewItem(row, at, earlier);
    const situation = { csms, rejected, policy: defaultPolicy, now: at };
    return withCurrentRules(item, situation);
  });
  const assess = createAssessor(context, proposal.csms);
  const after = proposal.csms.map((each) => {
    const placed = proposed.find(({ csm: name }) => name === each.name);
    if (!placed) return each;
    return { ...each, book: addBooks(each.book, bookOfAccount(assess(placed.account))) };
  });
  return {
    policy: defaultPolicy,
    fairness: {
      measure: 'within_class',
      before: measureFairness(proposal.csms, defaultPolicy),
      after: measureFairness(after, defaultPolicy),
    },
    csms: [...csms.values()].map((each) => toReviewCsm(each, defaultPolicy, at)),
    recommendations,
  };
}
