import { v7 as uuid } from 'uuid';
import { defaultPolicy } from '@/lib/policy/policy';
import { factWindows } from '@/lib/read-model/load-facts';
import { HOUR_MS } from '@/lib/time';
import type { DecisionRowsInput } from '@/lib/warehouse/sql/decision-rows';
import type { Assignment, NewDecision } from '@/lib/warehouse/sql/decisions';
import type { RecommendationOutcome } from '@/lib/warehouse/sql/recommendations';
import type { NewRun } from '@/lib/warehouse/sql/runs';
import { toMicroseconds } from '@/lib/warehouse/sql/shared/microseconds';
import { monday } from '@/test/support/test-context';

/** The clock and policy of the contract suite. */
export const now = monday;
export const limits = defaultPolicy;

/** Mia’s acceptance of recommendation 1. */
export function newDecision(overrides: Partial<NewDecision> = {}): NewDecision {
  return {
    id: uuid(),
    requestId: uuid(),
    recommendationId: '1',
    accountId: 'A',
    verb: 'accept',
    recommendedCsm: 'Ana',
    csm: overrides.verb === 'reject' || overrides.verb === 'undo' ? null : 'Ana',
    reason: null,
    note: null,
    acknowledgedRules: [],
    undoes: null,
    assignmentBefore: null,
    dwellMs: null,
    needsCsmSince: null,
    by: { email: 'mia@example.com', name: 'Mia' },
    at: now,
    ...overrides,
  };
}

/** An assignment to Ana at the time of the tests. */
export function newAssignment(overrides: Partial<Assignment> = {}): Assignment {
  const time = toMicroseconds(now);
  return {
    csmName: 'Ana',
    assignedAt: time,
    method: 'batch_optimized',
    feedback: null,
    updatedAt: time,
    ...overrides,
  };
}

/** The outcome of an acceptance of recommendation 1. */
export function newOutcome(overrides: Partial<RecommendationOutcome> = {}): RecommendationOutcome {
  return { recommendationId: '1', accepted: true, csm: 'Ana', revealed: null, ...overrides };
}

/** Reads what a decision on recommendation 1, of account A, needs. */
export function decisionRowsInput(overrides: Partial<DecisionRowsInput> = {}): DecisionRowsInput {
  return {
    recommendationIds: ['1'],
    accountIds: ['A'],
    undoAccountIds: [],
    csms: [],
    since: hoursLater(-1_000),
    windows: factWindows(limits, now),
    ...overrides,
  };
}

/** A batch of ten by Mia. */
export function newRun(overrides: Partial<NewRun> = {}): NewRun {
  return {
    id: '20260302_090000_0001',
    mode: 'batch',
    dryRun: false,
    accountId: null,
    batchSize: 10,
    by: { email: 'mia@example.com', name: 'Mia' },
    at: now,
    policyVersion: 1,
    ...overrides,
  };
}

/** The time `hours` after `now`; before it if negative. */
export function hoursLater(hours: number): Date {
  return new Date(now.getTime() + hours * HOUR_MS);
}
