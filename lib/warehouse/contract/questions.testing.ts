import { accountPool, searchRoutable } from '../sql/accounts';
import { accountsToPlace } from '../sql/accounts-to-place';
import { calibrationCounts } from '../sql/calibration';
import { csmStandings } from '../sql/csms';
import { decisionContext } from '../sql/decision-context';
import { decisionsOfAccount } from '../sql/decisions';
import { explanationOf } from '../sql/explanations';
import { firstDecision } from '../sql/first-decision';
import { flags } from '../sql/flagged';
import { readLock } from '../sql/locks';
import { listMembers } from '../sql/members';
import { newestDecision } from '../sql/newest-decision';
import { newestPolicy } from '../sql/policies';
import { queueFacets, queuePage, type SortColumn, sortColumns } from '../sql/queue';
import { recommendationsById, recommendationsOfAccount } from '../sql/recommendations';
import { reviewStanding } from '../sql/review-standing';
import { runById, runsPage, runUnderWay } from '../sql/runs';
import type { Query } from '../types';
import { accountIds, csmNames, recommendationIds } from './random-company.testing';
import { later, limits, now, wholeQueue } from './rows.testing';

const ids = recommendationIds.map(String);

function queues(): Query<unknown>[] {
  const orders = Object.keys(sortColumns) as SortColumn[];
  const sorted = orders.flatMap((column) =>
    [false, true].map((descending) => ({ sort: [{ column, descending }] })),
  );
  const filters = [
    ...flags.map((flag) => ({ flags: [flag] })),
    { flags: ['none'] as const, minScore: 50 },
    { verdicts: ['reassign', 'none'] as const },
    { text: 'e', segments: ['Residential'], colors: ['red', 'green'] },
    { csms: csmNames.slice(2), methods: ['batch_optimized'], levels: ['Corporate'] },
    { runId: '20260302_080000', maxScore: 80 },
  ];
  const narrowed = filters.map((filter) => ({ filter: { ...wholeQueue.filter, ...filter } }));
  const paged = [0, 7, 14, 500].map((offset) => ({
    ...{ offset, limit: 7, sort: [{ column: 'score', descending: true } as const] },
  }));
  const later4 = { now: later(4) };
  return [{}, later4, ...sorted, ...narrowed, ...paged].map((asked) =>
    queuePage({ ...wholeQueue, ...asked }),
  );
}

/** Whatever the program asks, of a random company. */
export function questions(): readonly Query<unknown>[] {
  const context = { requestId: 'q-1', csm: null, now, limits };
  return [
    ...queues(),
    queueFacets(),
    ...[500, 2].map((batchSize) => accountsToPlace({ mode: 'batch', batchSize }, later(-720))),
    ...['', 'a', 'é', '"', '%', 'nothing like it'].map((text) => searchRoutable(text, 5)),
    ...accountIds.map((accountId) => accountsToPlace({ mode: 'single', accountId }, later(-720))),
    ...ids
      .slice(0, 20)
      .map((id) => accountsToPlace({ mode: 'recommendation', recommendationId: id }, later(-720))),
    accountPool(),
    csmStandings({ now, limits }),
    csmStandings({ now: later(100), limits }),
    recommendationsById({ ids, now, limits }),
    ...accountIds.map(recommendationsOfAccount),
    decisionContext({ ...context, ids }),
    ...csmNames.map((csm) => decisionContext({ ...context, ids, csm })),
    ...accountIds.map(decisionsOfAccount),
    ...ids.slice(0, 20).map((id) => firstDecision(id, 'q-1')),
    ...ids.slice(0, 20).map(explanationOf),
    newestDecision(),
    calibrationCounts({ since: later(-24 * 28), fastBelowMs: 3_000 }),
    reviewStanding(later(-24 * 28), later(24)),
    runsPage(2, 0),
    runsPage(2, 2),
    runById('20260301_090000_a'),
    runUnderWay(),
    readLock('run'),
    newestPolicy(),
    listMembers(),
  ];
}
