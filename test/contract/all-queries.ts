import { accountPoolStats, searchRoutableAccounts } from '@/lib/warehouse/sql/accounts';
import { accountsToRoute } from '@/lib/warehouse/sql/accounts-to-route';
import { calibrationCounts } from '@/lib/warehouse/sql/analytics/calibration';
import { decisionRows } from '@/lib/warehouse/sql/decision-rows';
import { newestDecision, recentDecisions } from '@/lib/warehouse/sql/decisions';
import { readLock } from '@/lib/warehouse/sql/locks';
import { listMembers } from '@/lib/warehouse/sql/members';
import { newestPolicy } from '@/lib/warehouse/sql/policies';
import {
  accountById,
  recommendationById,
  recommendationRecord,
} from '@/lib/warehouse/sql/recommendation-record';
import { reviewUsage } from '@/lib/warehouse/sql/review-usage';
import { runById, runInProgress, runsPage } from '@/lib/warehouse/sql/runs';
import type { Query } from '@/lib/warehouse/types';
import { accountIds, csmNames, recommendationIds } from './random-company';
import { decisionRowsInput, hoursLater } from './rows';

const ids = recommendationIds.map(String);

/** Every query, with arguments that match a random company. */
export function allQueries(): readonly Query<unknown>[] {
  const all = { recommendationIds: ids, accountIds };
  return [
    ...[500, 2].map((batchSize) => accountsToRoute({ mode: 'batch', batchSize })),
    ...['', 'a', 'é', '"', '%', 'no match'].map((text) => searchRoutableAccounts(text, 5)),
    ...accountIds.map((accountId) => accountsToRoute({ mode: 'single', accountId })),
    accountPoolStats(),
    decisionRows(decisionRowsInput({ ...all, csms: csmNames })),
    ...accountIds.map((accountId) =>
      decisionRows(
        decisionRowsInput({ ...all, accountIds: [accountId], undoAccountIds: [accountId] }),
      ),
    ),
    ...accountIds.map((account) => recommendationRecord('1', account)),
    ...ids.slice(0, 20).map((id) => recommendationRecord(id, 'A0')),
    ...accountIds.map(accountById),
    ...ids.map(recommendationById),
    newestDecision(),
    ...[null, 'mia@example.com'].map((by) => recentDecisions(hoursLater(-200), by)),
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
