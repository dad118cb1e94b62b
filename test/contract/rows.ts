import { v4 as uuid } from 'uuid';
import { defaultPolicy } from '@/lib/policy/policy';
import { HOUR_MS } from '@/lib/time';
import type { Assignment, NewDecision } from '@/lib/warehouse/sql/decisions';
import type { QueueRequest } from '@/lib/warehouse/sql/queue';
import type { NewRun } from '@/lib/warehouse/sql/runs';
import { monday, noFilter } from '@/test/support/test-context';

/** When the contract's tests take place, and by which policy. */
export const now = monday;
export const limits = defaultPolicy;

/** Nobody's filter and no order, on one large page. */
export const wholeQueue: QueueRequest = {
  filter: noFilter,
  sort: [],
  limit: 1_000,
  offset: 0,
  now,
  limits,
};

/** An acceptance of recommendation 1 by Mia; what matters to a test is said over it. */
export function newDecision(said: Partial<NewDecision> = {}): NewDecision {
  return {
    id: uuid(),
    requestId: uuid(),
    recommendationId: '1',
    accountId: 'A',
    verb: 'accept',
    recommendedCsm: 'Ana',
    csm: said.verb === 'reject' || said.verb === 'undo' ? null : 'Ana',
    reason: null,
    note: null,
    acknowledgedRules: [],
    undoes: null,
    assignmentBefore: null,
    dwellMs: null,
    by: { email: 'mia@example.com', name: 'Mia' },
    at: now,
    ...said,
  };
}

/** An assignment to Ana at the time of the tests. */
export function newAssignment(said: Partial<Assignment> = {}): Assignment {
  const time = now.toISOString();
  return {
    csmName: 'Ana',
    assignedAt: time,
    method: 'batch_optimized',
    feedback: null,
    updatedAt: time,
    ...said,
  };
}

/** A batch of ten by Mia. */
export function newRun(said: Partial<NewRun> = {}): NewRun {
  return {
    id: '20260302_090000_0001',
    mode: 'batch',
    dryRun: false,
    accountId: null,
    batchSize: 10,
    by: { email: 'mia@example.com', name: 'Mia' },
    at: now,
    policyVersion: 1,
    ...said,
  };
}

/** The moment so many hours after the tests take place, before for a negative number. */
export function hoursLater(hours: number): Date {
  return new Date(now.getTime() + hours * HOUR_MS);
}
