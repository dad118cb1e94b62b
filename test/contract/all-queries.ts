import { accountPoolStats, searchRoutableAccounts } from '@/lib/warehouse/sql/accounts';
import { accountsToRoute } from '@/lib/warehouse/sql/accounts-to-route';
import { calibrationCounts } from '@/lib/warehouse/sql/analytics/calibration';
import { decisionRows } from '@/lib/warehouse/sql/decision-rows';
import { decisionsOfAccount, newestDecision } from '@/lib/warehouse/sql/decisions';
import { readLock } from '@/lib/warehouse/sql/locks';
import { listMembers } from '@/lib/warehouse/sql/members';
import { newestPolicy } from '@/lib/warehouse/sql/policies';
import {
  type QueueSortColumn,
  queueFacets,
  queuePage,
  queueSortColumns,
} from '@/lib/warehouse/sql/queue';
import {
  accountOfRecommendation,
  explanationOf,
  recommendationsById,
  recommendationsOfAccount,
} from '@/lib/warehouse/sql/recommendations';
import { reviewUsage } from '@/lib/warehouse/sql/review-usage';
import { flags } from '@/lib/warehouse/sql/rule-warnings';
import { runById, runInProgress, runsPage } from '@/lib/warehouse/sql/runs';
import type { Query } from '@/lib/warehouse/types';
import { accountIds, csmNames, recommendationIds } from './random-company';
import { decisionRowsInput, hoursLater, limits, now, wholeQueue } from './rows';

const ids = recommendationIds.map(String);

function queuePages(): Query<unknown>[] {
  const orders = Object.keys(queueSortColumns) as QueueSortColumn[];
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
  const filtered = filters.map((filter) => ({ filter: { ...wholeQueue.filter, ...filter } }));
  const paged = [0, 7, 14, 500].map((offset) => ({
    ...{ offset, limit: 7, sort: [{ column: 'score', descending: true } as const] },
  }));
  const fourHoursLater = { now: hoursLater(4) };
  return [{}, fourHoursLater, ...sorted, ...filtered, ...paged].map((overrides) =>
    queuePage({ ...wholeQueue, ...overrides }),
  );
}

/** Every query, with arguments that match a random company. */
export function allQueries(): readonly Query<unknown>[] {
  const all = { recommendationIds: ids, accountIds, requestIds: ['q-1', 'qu-2'] };
  return [
    ...queuePages(),
    queueFacets(),
    ...[500, 2].map((batchSize) => accountsToRoute({ mode: 'batch', batchSize })),
    ...['', 'a', 'é', '"', '%', 'no match'].map((text) => searchRoutableAccounts(text, 5)),
    ...accountIds.map((accountId) => accountsToRoute({ mode: 'single', accountId })),
    ...ids
      .slice(0, 20)
      .map((id) => accountsToRoute({ mode: 'recommendation', recommendationId: id })),
    accountPoolStats(),
    recommendationsById({ ids, now, limits }),
    ...accountIds.map(recommendationsOfAccount),
    decisionRows(decisionRowsInput({ ...all, csms: csmNames })),
    ...accountIds.map((accountId) =>
      decisionRows(
        decisionRowsInput({ ...all, accountIds: [accountId], undoAccountIds: [accountId] }),
      ),
    ),
    ...accountIds.map(decisionsOfAccount),
    ...ids.slice(0, 5).map((id) => decisionsOfAccount(accountOfRecommendation(id))),
    ...ids.slice(0, 20).map(explanationOf),
    newestDecision(),
    calibrationCounts({ since: hoursLater(-24 * 28), fastBelowMs: 3_000 }),
    reviewUsage(hoursLater(-24 * 28), hoursLater(24)),
    runsPage(2, 0),
    runsPage(2, 2),
    runById('20260301_090000_a'),
    runInProgress(),
    readLock('run'),
    newestPolicy(),
    listMembers(),
  ];
}
