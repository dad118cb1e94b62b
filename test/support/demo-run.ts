import { fillWithDemo } from '@/demo/make-demo';
import { routeAccounts } from '@/lib/engine/route-accounts';
import { defaultPolicy } from '@/lib/policy/policy';
import { readModelOf } from '@/lib/read-model/read-model';
import { loadRoutingProblem } from '@/lib/read-model/routing-problem';
import { toReviewCsm, toReviewItem } from '@/lib/reviews/load-review-input';
import type { ReviewInput } from '@/lib/reviews/types';
import { tableNames } from '@/lib/warehouse/tables';
import { temporaryDuckDb } from './temporary-duckdb';

/**
 * Returns the review input for a run over the demo company's accounts that need a CSM. With a
 * `maxPerRun` above 1, the run also routes other accounts and ignores what CSMs received lately, because
 * the demo has too few accounts that need a CSM for a large run.
 */
export async function demoRun(count: number, now: number, maxPerRun = 1): Promise<ReviewInput> {
  const isLarge = maxPerRun > 1;
  const policy = { ...defaultPolicy, maxPerRun, ...(isLarge && withoutLimits) };
  const { warehouse, dispose } = await temporaryDuckDb();
  await fillWithDemo(warehouse, new Date(now));
  if (isLarge) {
    await warehouse.script(`UPDATE ${tableNames.onboardingSource}
SET success_transition_status_ob = 'Needs CSM', needs_csm_since = TIMESTAMP '2100-01-01'`);
  }
  const scope = { mode: 'batch', batchSize: isLarge ? 2 * count : count } as const;
  const problem = await loadRoutingProblem(
    { warehouse, readModel: readModelOf(warehouse) },
    scope,
    { policy, now: new Date(now) },
  );
  await dispose();
  const { context } = problem;
  const accounts = problem.accounts.slice(0, scope.batchSize);
  const csms = context.routing.csms.map((csm) => (isLarge ? { ...csm, ...alwaysEligible } : csm));
  const result = routeAccounts({
    ...context.routing,
    csms,
    limit: null,
    accounts: accounts.map(context.toRoutable),
  });
  if (result.status !== 'solved') throw new Error(`The demo cannot be solved: ${result.status}.`);
  const { placements, fairness } = result;
  return {
    policy,
    fairness: { measure: 'within_class', ...fairness },
    csms: csms.filter(({ active }) => active).map((csm) => toReviewCsm(csm, policy, new Date(now))),
    recommendations: placements.slice(0, count).map(({ accountId, explanation }, index) => {
      const account = accounts.find(({ id }) => id === accountId);
      if (account === undefined) throw new Error('A placement has an unknown account.');
      return toReviewItem(
        {
          ...account,
          accountId,
          accountName: account.name ?? accountId,
          recommendationId: String(index + 1),
          explanation: JSON.stringify(explanation),
        },
        new Date(now),
      );
    }),
  };
}

const alwaysEligible = {
  received: [],
  receivedNeedy: [],
  lastReceivedAt: null,
  reservations: [],
  awayFrom: null,
  awayUntil: null,
};
const withoutLimits = {
  velocity: { perWeek: 1_000, newCsmTenureMonths: 6, newCsmPerDay: 1_000 },
  ramp: { highNeedPerWeek: 1_000 },
};
