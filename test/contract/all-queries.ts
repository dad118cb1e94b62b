import { sampleAnalytics } from '@/lib/warehouse/schema/samples/analytics';
import { sampleQueries } from '@/lib/warehouse/schema/samples/queries';
import { searchRoutableAccounts } from '@/lib/warehouse/sql/accounts';
import { accountsToRoute } from '@/lib/warehouse/sql/accounts-to-route';
import { decisionRows } from '@/lib/warehouse/sql/decision-rows';
import { recentDecisions } from '@/lib/warehouse/sql/decisions';
import { knownAccount } from '@/lib/warehouse/sql/notes';
import { pendingOfAccounts } from '@/lib/warehouse/sql/read-model';
import {
  accountById,
  recommendationById,
  recommendationRecords,
} from '@/lib/warehouse/sql/recommendation-record';
import { recordedIntake } from '@/lib/warehouse/sql/recorded-intake';
import { runInput } from '@/lib/warehouse/sql/run-inputs';
import { runsPage } from '@/lib/warehouse/sql/runs';
import type { Query } from '@/lib/warehouse/types';
import { accountIds, csmNames, recommendationIds } from './random-company';
import { decisionRowsInput, hoursLater, limits, now } from './rows';

const ids = recommendationIds.map(String);

/** Queries whose results differ by engine: types, formats, and names of the schema. */
const aboutTheEngine = (name: string) =>
  name.startsWith('contract.') || name === 'read-model.changes';

/** Every query, with arguments that match a random company. */
export function allQueries(): readonly Query<unknown>[] {
  const all = { recommendationIds: ids, accountIds };
  const values = {
    now,
    policy: limits,
    recommendationId: '1',
    accountId: accountIds[0] ?? '',
    csm: csmNames[0],
    runId: '20260301_090000_a',
  };
  return [
    ...[...sampleQueries(values), ...sampleAnalytics(values)].filter(
      ({ name }) => !aboutTheEngine(name),
    ),
    accountsToRoute({ mode: 'batch' }, limits),
    recordedIntake(hoursLater(-24 * 90), limits),
    ...['', 'a', 'é', '"', '%', 'no match'].map((text) => searchRoutableAccounts(text, 5, limits)),
    ...accountIds.map((accountId) => accountsToRoute({ mode: 'single', accountId }, limits)),
    decisionRows(decisionRowsInput({ ...all, csms: csmNames })),
    ...accountIds.map((accountId) =>
      decisionRows(
        decisionRowsInput({ ...all, accountIds: [accountId], undoAccountIds: [accountId] }),
      ),
    ),
    ...accountIds.map((accountId) => recommendationRecords([{ recommendationId: '1', accountId }])),
    ...ids
      .slice(0, 20)
      .map((recommendationId) => recommendationRecords([{ recommendationId, accountId: 'A0' }])),
    recommendationRecords(
      accountIds.map((accountId, at) => ({ recommendationId: ids[at] ?? '1', accountId })),
    ),
    pendingOfAccounts(accountIds),
    ...accountIds.map((accountId) => accountById(accountId, limits)),
    ...accountIds.map(knownAccount),
    ...ids.map(recommendationById),
    recentDecisions(hoursLater(-200), 'mia@example.com', { limit: 50, after: null }),
    runsPage({ limit: 2, offset: 0 }),
    runInput('no run'),
  ];
}
