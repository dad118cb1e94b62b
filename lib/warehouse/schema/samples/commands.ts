import { insertApiToken, recordTokenUse, revokeApiToken } from '@/lib/warehouse/sql/api-tokens';
import {
  appendAuditEntries,
  appendAuditEntry,
  reserveAuditEntries,
} from '@/lib/warehouse/sql/audit';
import { insertCsmChanges, upsertCsmDetails } from '@/lib/warehouse/sql/csm-edits';
import { type Assignment, insertDecisions, upsertAssignments } from '@/lib/warehouse/sql/decisions';
import {
  claimInvitation,
  expireInvitations,
  insertInvitation,
} from '@/lib/warehouse/sql/invitations';
import {
  acquireExpiredLock,
  acquireLock,
  claimInTransaction,
  ensureLock,
  renewLock,
} from '@/lib/warehouse/sql/locks';
import { markAccountsOf, unmarkAccount } from '@/lib/warehouse/sql/marked-accounts';
import {
  linkAccount,
  setDisabled,
  setEnabled,
  setPassword,
  unlinkAccount,
  updateMember,
  upsertMember,
} from '@/lib/warehouse/sql/members';
import { insertNote } from '@/lib/warehouse/sql/notes';
import { insertPolicy } from '@/lib/warehouse/sql/policies';
import { upsertPreference } from '@/lib/warehouse/sql/preferences';
import { deleteQueueView, insertQueueView, updateQueueView } from '@/lib/warehouse/sql/queue-views';
import {
  claimRecommendations,
  insertExplanations,
  insertRecommendations,
  setOutcomes,
} from '@/lib/warehouse/sql/recommendations';
import {
  claimRunForReview,
  endReviewCall,
  failInterruptedReviews,
  insertReviewCall,
  setBatchSubmitted,
  setRequestedCount,
} from '@/lib/warehouse/sql/review-calls';
import { insertReviews, writeFeedback } from '@/lib/warehouse/sql/reviews';
import { insertRunDeferrals } from '@/lib/warehouse/sql/run-deferrals';
import { insertRunInput } from '@/lib/warehouse/sql/run-inputs';
import {
  failAbandonedRuns,
  failAllRuns,
  finishRun,
  insertRun,
  markRolledBack,
} from '@/lib/warehouse/sql/runs';
import { recordSchemaVersion } from '@/lib/warehouse/sql/schema';
import {
  endAllSessions,
  endSession,
  endSessions,
  insertSession,
  touchSession,
} from '@/lib/warehouse/sql/sessions';
import { toMicroseconds } from '@/lib/warehouse/sql/shared/microseconds';
import { deleteSignInFailures, insertSignInFailure } from '@/lib/warehouse/sql/sign-in-failures';
import { insertSnoozes } from '@/lib/warehouse/sql/snoozes';
import {
  clearAccounts,
  clearCsms,
  insertActiveCsms,
  insertCsmDetails,
  insertOnboarding,
  insertScores,
} from '@/lib/warehouse/sql/sources';
import type { Command } from '@/lib/warehouse/types';
import { scheduleCommands } from './schedule';
import { daysBefore, type SampleValues, sampleSpellings } from './values';

const by = { email: 'person@example.com', name: 'Sample person' };
const model = 'sample model';

/** Every command of a server with sample arguments, to explain: never run them. */
export function sampleCommands(values: SampleValues): readonly Command[] {
  return [
    ...runCommands(values),
    ...decisionCommands(values),
    ...queueCommands(values),
    ...reviewCommands(values),
    ...settingsCommands(values),
    ...scheduleCommands(values),
  ];
}

function runCommands({ now, accountId, csm, runId }: SampleValues): readonly Command[] {
  const scores = { neediness: 8.5, health: 55, revenue: 12_000 };
  return [
    insertRun({
      ...{ id: runId, mode: 'batch', dryRun: false, accountId: null, batchSize: 10 },
      ...{ by, at: now, policyVersion: 1, maxPerRun: 3 },
    }),
    ...insertRecommendations({
      ...{ runId, at: now, method: 'batch_optimized', batchSize: 10 },
      recommendations: [
        { accountId, csm, ...scores, segment: 'Residential', level: 'Corporate', score: 90 },
      ],
    }),
    ...insertExplanations({ id: runId, policyVersion: 1 }, [
      { accountId, score: 90, currentCsm: null, ...scores, explanation: '{}' },
    ]),
    finishRun({
      ...{ id: runId, status: 'succeeded', stage: 'saving', at: now, placed: 1, deferred: 0 },
      ...{ failure: null, result: '{}' },
      snapshot: { fairness: '{}', unavailable: '[]', books: '{}' },
    }),
    ...insertRunInput(runId, 'sample input'),
    ...insertRunDeferrals(runId, [{ accountId, json: '{}' }]),
    markRolledBack(runId, by, now),
    failAllRuns(now),
    failAbandonedRuns(now, daysBefore(now, 1)),
  ];
}

function decisionCommands(values: SampleValues): readonly Command[] {
  const { now, accountId, csm, recommendationId } = values;
  const assignment: Assignment = {
    ...{ csmName: csm, assignedAt: toMicroseconds(now), method: 'batch_optimized' },
    ...{ feedback: null, updatedAt: toMicroseconds(now) },
  };
  return [
    claimRecommendations([recommendationId], []),
    claimRecommendations([recommendationId], [recommendationId]),
    ...setOutcomes([{ recommendationId, accepted: true, csm, revealed: null }]),
    ...upsertAssignments([
      { accountId, assignment },
      { accountId: `${accountId} 2`, assignment: null },
    ]),
    ...insertDecisions([
      {
        ...{ id: 'sample decision', requestId: 'sample request', recommendationId, accountId },
        ...{ verb: 'accept', recommendedCsm: csm, csm, reason: null, note: null, undoes: null },
        ...{
          acknowledgedRules: [],
          assignmentBefore: assignment,
          needsCsmSince: now,
          dwellMs: 1_000,
          by,
          at: now,
        },
      },
    ]),
    ...insertSnoozes({ until: null, by, at: now }, [
      { id: 'sample snooze', recommendationId, accountId },
    ]),
  ];
}

function queueCommands(values: SampleValues): readonly Command[] {
  const { now, accountId, csm, policy, recommendationId } = values;
  const mark = { by, at: now, reason: 'Sample' };
  const note = { id: 'sample note', accountId, recommendationId, note: 'Sample', by, at: now };
  const view = { id: 'sample view', name: 'Sample', query: 'flag=any', shared: true };
  return [
    insertNote(note),
    insertNote({ ...note, recommendationId: null }),
    insertQueueView({ ...view, owner: by }, now),
    updateQueueView(view, now),
    deleteQueueView(view.id),
    markAccountsOf({ names: [csm], spellings: sampleSpellings(values) }, policy, mark),
    unmarkAccount(accountId, mark),
    upsertPreference({ email: by.email, name: 'queue', value: '{}', at: now }),
  ];
}

function reviewCommands(values: SampleValues): readonly Command[] {
  const { now, accountId, csm, recommendationId, runId } = values;
  const callId = 'sample call';
  const origin = { callId, runId, model, promptVersion: 1, at: now };
  const review = {
    ...{ id: 'sample review', recommendationId, accountId, verdict: 'reassign' as const },
    ...{ confidence: 80, feedback: 'Sample feedback', issues: ['sample issue'], hidden: false },
    ...{ suggestedCsm: csm, droppedSuggestion: null },
  };
  return [
    claimRunForReview(runId),
    insertReviewCall({
      ...{ id: callId, runId, kind: 'now', model, promptVersion: 1, by: by.email },
      ...{ at: now, expiresAt: now },
    }),
    ...[{ runId }, 'all-started' as const, 'expired' as const].map((lost) =>
      failInterruptedReviews(lost, now, { code: 'interrupted', message: 'Sample' }),
    ),
    setRequestedCount(callId, 1),
    setBatchSubmitted({ id: callId, batchId: 'sample batch', expiresAt: now }),
    endReviewCall({
      ...{ id: callId, status: 'done', failure: null, asked: 1, reviewed: 1, model, at: now },
      ...{ usage: { input: 1, cacheWrite: 1, cacheRead: 1, output: 1 }, latencyMs: 1 },
    }),
    ...insertReviews(origin, [review]),
    ...writeFeedback([review]),
  ];
}

function settingsCommands({ now, csm, runId }: SampleValues): readonly Command[] {
  const lock = { name: 'run', holder: runId, until: now } as const;
  return [
    acquireLock(lock),
    acquireExpiredLock({ ...lock, now }),
    renewLock(lock),
    claimInTransaction('policy', by.email),
    upsertCsmDetails([
      {
        csm,
        values: {
          ...{ start_date: '2025-01-31', segment: 'Any', account_level: null, capacity: '50' },
          ...{ manager_name: null, away_from: null, away_until: now.toISOString() },
        },
        sourceValues: '{}',
      },
    ]),
    ...insertCsmChanges({ name: csm, key: 'sample key' }, by, now, [
      { id: 'sample change', field: 'capacity', before: null, after: '50' },
    ]),
    insertPolicy({ version: 1, policyJson: '{}', note: null, createdBy: by.email, now }),
    ...memberCommands(now),
    ...sessionCommands(now),
    insertSignInFailure(['sample', 'sample key'], now),
    deleteSignInFailures(now),
    ...auditCommands(now),
  ];
}

function auditCommands(now: Date): readonly Command[] {
  const entry = {
    ...{ at: now, actor: by.email, actorName: by.name, action: 'sample', subject: null },
    details: '{}',
  };
  return [
    ...appendAuditEntry(entry),
    reserveAuditEntries(1),
    ...appendAuditEntries([entry], { entry_number: 1, entry_hash: '' }),
  ];
}

function memberCommands(now: Date): readonly Command[] {
  const { email } = by;
  return [
    upsertMember({ ...by, role: 'viewer', passwordHash: null, now }),
    updateMember({ ...by, role: 'manager', role_source: 'claim' }),
    linkAccount(email, 'https://issuer.example.com', 'sample subject'),
    unlinkAccount(email),
    setPassword(email, 'sample hash'),
    setDisabled(email, now),
    setEnabled(email),
    insertInvitation({
      ...{ id: 'sample invitation', email, tokenHash: 'sample hash', createdBy: email },
      ...{ at: now, expiresAt: now },
    }),
    claimInvitation('sample invitation', now),
    expireInvitations(email, now),
    insertApiToken({
      ...{ id: 'sample token', name: 'Sample', hash: 'sample hash', scopes: ['exports'] },
      ...{ by, at: now, expiresAt: now },
    }),
    revokeApiToken('sample token', email, now),
    recordTokenUse('sample token', now, now),
  ];
}

function sessionCommands(now: Date): readonly Command[] {
  const end = { email: by.email, by: by.email, at: now };
  return [
    insertSession({
      ...{ sessionId: 'sample', email: by.email, device: 'Sample', method: 'password' },
      ...{ at: now, expiresAt: now },
    }),
    touchSession('sample session', now),
    endSession({ ...end, sessionId: 'sample', reason: 'signed_out' }),
    endSessions({ ...end, reason: 'ended_by_admin' }),
    endAllSessions({ ...end, reason: 'ended_by_admin' }),
    endSessions({ ...end, reason: 'ended_elsewhere', exceptSessionId: 'sample' }),
  ];
}

/** Every command of setup and imports, which need other privileges than a server. */
export function sampleSetUpCommands({ now, accountId, csm }: SampleValues): readonly Command[] {
  const account = {
    ...{ accountId, accountName: null, tenantId: null, needsCsm: true, needsCsmSince: now },
    ...{
      currentCsm: csm,
      needinessScore: 8.5,
      healthScore: 55,
      healthColor: null,
      revenue: 12_000,
    },
    ...{ segment: 'Residential', level: 'Corporate', industry: null },
  };
  const details = {
    ...{ name: csm, tenureMonths: 7.5, managerName: null, segment: 'Residential' },
    ...{ level: 'Corporate', capacity: 80, awayUntil: now },
    ...{ startDate: '2025-01-31', awayFrom: now, sourceValues: null },
  };
  return [
    ensureLock('run'),
    recordSchemaVersion(1, now),
    ...clearAccounts(),
    ...insertOnboarding([account]),
    ...insertScores([account]),
    ...clearCsms(),
    ...insertActiveCsms([csm]),
    ...insertCsmDetails([details]),
  ];
}
