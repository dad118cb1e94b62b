import sql from 'sql-template-tag';
import {
  accountPoolStats,
  onboardingStatuses,
  searchAccountsAndCsms,
  searchRoutableAccounts,
} from '@/lib/warehouse/sql/accounts';
import { accountsToRoute } from '@/lib/warehouse/sql/accounts-to-route';
import { apiTokens } from '@/lib/warehouse/sql/api-tokens';
import { auditEntriesFrom, auditPage, readAuditHead } from '@/lib/warehouse/sql/audit';
import { changeTokens } from '@/lib/warehouse/sql/change-tokens';
import { activeCsmDetails } from '@/lib/warehouse/sql/csm-details';
import { csmEdits } from '@/lib/warehouse/sql/csm-edits';
import { decisionRows } from '@/lib/warehouse/sql/decision-rows';
import { newestDecision, recentDecisions } from '@/lib/warehouse/sql/decisions';
import { invitationByHash } from '@/lib/warehouse/sql/invitations';
import { readLock } from '@/lib/warehouse/sql/locks';
import { accountsOfOwners } from '@/lib/warehouse/sql/marked-accounts';
import {
  listMembers,
  memberByEmail,
  memberBySubject,
  otherAdmins,
} from '@/lib/warehouse/sql/members';
import { knownAccount, noteById } from '@/lib/warehouse/sql/notes';
import { newestPolicy, policyByVersion, policyVersions } from '@/lib/warehouse/sql/policies';
import { preferencesOf } from '@/lib/warehouse/sql/preferences';
import { queueViewsFor } from '@/lib/warehouse/sql/queue-views';
import {
  accountsOfRecommendations,
  companyFacts,
  openWork,
  pendingOfAccounts,
  recommendationFacts,
} from '@/lib/warehouse/sql/read-model';
import { receiptFacts } from '@/lib/warehouse/sql/receipts';
import {
  accountById,
  recommendationById,
  recommendationRecords,
} from '@/lib/warehouse/sql/recommendation-record';
import { recordedIntake } from '@/lib/warehouse/sql/recorded-intake';
import { reviewCallsOfRun, reviewTokens, submittedBatches } from '@/lib/warehouse/sql/review-calls';
import {
  reviewCounts,
  similarDecisions,
  unreviewedRecommendations,
} from '@/lib/warehouse/sql/review-inputs';
import { reviewUsage } from '@/lib/warehouse/sql/review-usage';
import { runDeferrals } from '@/lib/warehouse/sql/run-deferrals';
import { runInput } from '@/lib/warehouse/sql/run-inputs';
import { runOutcomes } from '@/lib/warehouse/sql/run-outcomes';
import {
  newestTimeAhead,
  runById,
  runByKey,
  runInProgress,
  runsInterruptedAt,
  runsPage,
} from '@/lib/warehouse/sql/runs';
import { scheduledJobs } from '@/lib/warehouse/sql/schedule';
import {
  contractViewColumns,
  contractViewDefinitions,
  findSampleTables,
  readSchemaVersion,
  sourceColumns,
  viewsWithOtherSources,
} from '@/lib/warehouse/sql/schema';
import { openSessions, sessionWithMember } from '@/lib/warehouse/sql/sessions';
import { recentSignInFailures } from '@/lib/warehouse/sql/sign-in-failures';
import type { Query } from '@/lib/warehouse/types';
import { notificationQueries } from './notifications';
import {
  daysBefore,
  type SampleValues,
  samplePeriod,
  sampleSpellings,
  sampleWindows,
} from './values';

/** Every query outside of analytics, with sample arguments; several times if its SQL varies. */
export function sampleQueries(values: SampleValues): readonly Query<unknown>[] {
  return [
    ...openWorkQueries(values),
    ...decisionQueries(values),
    ...runQueries(values),
    ...sessionQueries(values),
    ...setUpQueries(values),
    ...notificationQueries(values),
  ];
}

function openWorkQueries(values: SampleValues): readonly Query<unknown>[] {
  const { accountId, csm, policy, recommendationId, runId } = values;
  const classes = [{ segment: 'Residential', level: null }];
  // Without onboarding statuses, whose column a redefined view may lack.
  const narrow = { scope: { classes, statuses: null } };
  return [
    openWork(policy),
    recommendationFacts(sql`r.run_id = ${runId}`),
    accountsOfRecommendations([recommendationId], policy),
    pendingOfAccounts([accountId]),
    companyFacts(policy),
    activeCsmDetails(values.now),
    csmEdits(null),
    csmEdits({ name: values.csm, key: 'sample key' }),
    receiptFacts(sampleWindows(values)),
    changeTokens('aggregates'),
    accountPoolStats(policy),
    accountPoolStats(narrow),
    accountsToRoute({ mode: 'batch' }, policy),
    accountsToRoute({ mode: 'single', accountId }, policy),
    searchRoutableAccounts(accountId, 5, policy),
    onboardingStatuses(),
    recordedIntake(values.now, policy),
    searchAccountsAndCsms(accountId, 5, sampleSpellings(values)),
    accountById(accountId, policy),
    accountsOfOwners({ names: [csm], spellings: sampleSpellings(values) }, policy),
  ];
}

function decisionQueries(values: SampleValues): readonly Query<unknown>[] {
  const { accountId, csm, recommendationId } = values;
  const { from } = samplePeriod(values);
  const rows = {
    recommendationIds: [recommendationId],
    accountIds: [accountId],
    csms: [csm],
    since: from,
    windows: sampleWindows(values),
  };
  return [
    decisionRows({ ...rows, undoAccountIds: [] }),
    decisionRows({ ...rows, undoAccountIds: [accountId] }),
    newestDecision(),
    recentDecisions(from, null, { limit: 50, after: null }),
    recentDecisions(from, 'person@example.com', { limit: 50, after: 'x' }),
    recommendationById(recommendationId),
    recommendationRecords([{ recommendationId, accountId }]),
    noteById('sample note'),
    knownAccount(accountId),
    queueViewsFor('person@example.com'),
    preferencesOf('person@example.com'),
  ];
}

function runQueries(values: SampleValues): readonly Query<unknown>[] {
  const { now, runId } = values;
  const { from, to } = samplePeriod(values);
  return [
    runsPage({ limit: 10, offset: 10 }),
    runsPage({ limit: 10, after: { ms: 1, id: 'x' } }),
    runInput(runId),
    runDeferrals(runId, { from: 0, to: 50 }),
    runById(runId),
    runByKey('token:sample', 'sample key'),
    runOutcomes(runId),
    runInProgress(),
    newestTimeAhead(from, from),
    runsInterruptedAt(now),
    unreviewedRecommendations(runId, 'pending'),
    unreviewedRecommendations(runId, 'all'),
    similarDecisions(runId, now, sampleSpellings(values)),
    reviewCounts(runId),
    reviewCallsOfRun(runId),
    submittedBatches(),
    reviewTokens(from, to),
    reviewUsage(from, to),
  ];
}

function sessionQueries({ now }: SampleValues): readonly Query<unknown>[] {
  const idleSince = daysBefore(now, 1);
  return [
    sessionWithMember('sample session'),
    openSessions({ now, idleSince }),
    recentSignInFailures(['sample', 'sample key'], now, 5),
    openSessions({ now, idleSince, email: 'person@example.com' }),
  ];
}

const sampleSignIn = { password: true, sso: { issuer: 'https://issuer.example.com' } };

function setUpQueries({ now }: SampleValues): readonly Query<unknown>[] {
  return [
    readLock('run'),
    readAuditHead(),
    auditEntriesFrom(1, 100),
    auditPage(
      { action: 'run.started', person: 'ann', text: 'R1', from: now, until: now },
      { limit: 50, offset: 0 },
    ),
    newestPolicy(),
    policyVersions(),
    policyByVersion(1),
    listMembers(),
    memberByEmail('person@example.com'),
    memberBySubject('https://issuer.example.com', 'sample subject'),
    otherAdmins('person@example.com', sampleSignIn),
    otherAdmins(null, { ...sampleSignIn, password: false }),
    invitationByHash('sample hash'),
    apiTokens(),
    scheduledJobs(),
    contractViewColumns(),
    contractViewDefinitions(),
    viewsWithOtherSources(),
    sourceColumns('recommendations'),
    findSampleTables(),
    readSchemaVersion(),
  ];
}
