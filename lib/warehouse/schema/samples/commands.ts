import { insertCsmChanges, upsertCsmDetails } from '@/lib/warehouse/sql/csm-edits';
import { type Assignment, insertDecisions, upsertAssignments } from '@/lib/warehouse/sql/decisions';
import {
  acquireExpiredLock,
  acquireLock,
  claimInTransaction,
  renewLock,
} from '@/lib/warehouse/sql/locks';
import { markAccountsOf, unmarkAccount } from '@/lib/warehouse/sql/marked-accounts';
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
import { toMicroseconds } from '@/lib/warehouse/sql/shared/microseconds';
import { deleteSignInFailures, insertSignInFailure } from '@/lib/warehouse/sql/sign-in-failures';
import { insertSnoozes } from '@/lib/warehouse/sql/snoozes';
import type { Command } from '@/lib/warehouse/types';
import { auditCommands, memberCommands, sessionCommands } from './access';
import { notificationCommands } from './notifications';
import { scheduleCommands } from './schedule';
import { samplePerson as by, type SampleValues, sampleSpellings } from './values';

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
    ...notificationCommands(values),
  ];
}

function runCommands({ now, accountId, csm, runId }: SampleValues): readonly Command[] {
  const scores = { neediness: 8.5, health: 55, revenue: 12_000 };
  return [
    insertRun({
      id: runId,
      mode: 'batch',
      dryRun: false,
      accountId: null,
      batchSize: 10,
      by,
      at: now,
      policyVersion: 1,
      maxPerRun: 3,
    }),
    ...insertRecommendations({
      runId,
      at: now,
      method: 'batch_optimized',
      batchSize: 10,
      recommendations: [
        { accountId, csm, ...scores, segment: 'Residential', level: 'Corporate', score: 90 },
      ],
    }),
    ...insertExplanations({ id: runId, policyVersion: 1 }, [
      { accountId, score: 90, currentCsm: null, ...scores, explanation: '{}' },
    ]),
    finishRun({
      id: runId,
      status: 'succeeded',
      stage: 'saving',
      at: now,
      placed: 1,
      deferred: 0,
      failure: null,
      result: '{}',
      snapshot: { fairness: '{}', unavailable: '[]', books: '{}' },
    }),
    ...insertRunInput(runId, 'sample input'),
    ...insertRunDeferrals(runId, [{ accountId, json: '{}' }]),
    markRolledBack(runId, by, now),
    failAllRuns(now),
    failAbandonedRuns(now),
  ];
}

function decisionCommands(values: SampleValues): readonly Command[] {
  const { now, accountId, csm, recommendationId } = values;
  const assignment: Assignment = {
    csmName: csm,
    assignedAt: toMicroseconds(now),
    method: 'batch_optimized',
    feedback: null,
    updatedAt: toMicroseconds(now),
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
        id: 'sample decision',
        requestId: 'sample request',
        recommendationId,
        accountId,
        verb: 'accept',
        recommendedCsm: csm,
        csm,
        reason: null,
        note: null,
        undoes: null,
        acknowledgedRules: [],
        assignmentBefore: assignment,
        needsCsmSince: now,
        dwellMs: 1_000,
        by,
        at: now,
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
    id: 'sample review',
    recommendationId,
    accountId,
    verdict: 'reassign' as const,
    confidence: 80,
    feedback: 'Sample feedback',
    issues: ['sample issue'],
    hidden: false,
    suggestedCsm: csm,
    droppedSuggestion: null,
  };
  return [
    claimRunForReview(runId),
    insertReviewCall({
      id: callId,
      runId,
      kind: 'now',
      model,
      promptVersion: 1,
      by: by.email,
      at: now,
      ttlMs: 1,
    }),
    ...[{ runId }, 'all-started' as const, 'expired' as const].map((lost) =>
      failInterruptedReviews(lost, now, { code: 'interrupted', message: 'Sample' }),
    ),
    setRequestedCount(callId, 1),
    setBatchSubmitted({ id: callId, batchId: 'sample batch', ttlMs: 1 }),
    endReviewCall({
      id: callId,
      status: 'done',
      failure: null,
      asked: 1,
      reviewed: 1,
      model,
      at: now,
      usage: { input: 1, cacheWrite: 1, cacheRead: 1, output: 1 },
      latencyMs: 1,
    }),
    ...insertReviews(origin, [review]),
    ...writeFeedback([review]),
  ];
}

function settingsCommands({ now, csm, runId }: SampleValues): readonly Command[] {
  const lock = { name: 'run', holder: runId, ttlMs: 1 } as const;
  return [
    acquireLock(lock),
    acquireExpiredLock(lock),
    renewLock(lock),
    claimInTransaction('policy', by.email),
    upsertCsmDetails([
      {
        csm,
        values: {
          start_date: '2025-01-31',
          segment: 'Any',
          account_level: null,
          capacity: '50',
          manager_name: null,
          away_from: null,
          away_until: now.toISOString(),
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
