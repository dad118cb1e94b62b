import { expect, test } from 'vitest';
import type { OutboxEntry } from '@/app/(app)/_outbox/entry';
import { brokenRulesOf, expectedBrokenRules, needsConfirmation, newDecision } from './decision';
import type { DecisionTarget } from './queue-row';

const row: DecisionTarget = {
  id: '7',
  accountId: 'A-1',
  accountName: 'Acme',
  recommendedCsm: 'Ana Diaz',
  state: 'pending',
  score: 80,
  feedback: null,
  review: null,
  flags: ['cooling', 'stale'],
  coolingUntil: '2026-11-30T10:00:00.000Z',
  awayUntil: null,
  neediness: 5,
  health: 70,
  color: 'yellow',
  revenue: 50_000,
  industry: null,
  segment: 'Residential',
  level: 'Corporate',
  waitingSince: null,
  currentCsm: null,
  readiness: { kind: 'blocked' },
  overdue: false,
  snoozed: null,
};
const fields = { requestId: 'r', acknowledged: ['cooling', 'stale'] as const, dwellMs: 1_200 };

test('a decision names its account and CSM, and records the rules that it breaks', () => {
  expect(newDecision(row, { verb: 'accept' }, fields)).toEqual({
    ...fields,
    verb: 'accept',
    recommendationId: '7',
    label: 'Acme → Ana Diaz',
  });
  const choice = { verb: 'override', csm: 'Bo', reason: 'workload', note: null } as const;
  expect(newDecision(row, choice, fields)).toMatchObject({ csm: 'Bo', label: 'Acme → Bo' });
});

test('a rejection of an account without a name is described by its id', () => {
  const choice = { verb: 'reject', reason: 'wrong_fit', note: null } as const;
  expect(newDecision({ ...row, accountName: null }, choice, fields).label).toBe('A-1');
});

test('an override breaks the account’s rules and those of the new CSM, not of the recommended one', () => {
  expect(expectedBrokenRules(row, { exclusion: null }).flags).toEqual(['stale']);
  const until = Date.parse('2026-12-01T00:00:00Z');
  expect(expectedBrokenRules(row, { exclusion: { csm: 'Bo', reason: 'away', until } })).toEqual({
    flags: ['away', 'stale'],
    coolingUntil: null,
    awayUntil: '2026-12-01T00:00:00.000Z',
  });
});

test('a refused entry names the rules to confirm, and ignores unknown ones', () => {
  const entry: OutboxEntry = {
    ...newDecision(row, { verb: 'accept' }, fields),
    createdAt: 1,
    state: 'refused',
    error: {
      code: 'needs_confirmation',
      message: 'Confirm.',
      details: { flags: ['at_capacity', 'haunted'], coolingUntil: null, awayUntil: null },
    },
  };
  expect(needsConfirmation(entry)).toBe(true);
  expect(brokenRulesOf(entry).flags).toEqual(['at_capacity']);
});

test('an entry that was refused for another reason cannot be confirmed', () => {
  const decision = newDecision(row, { verb: 'accept' }, fields);
  const error = { code: 'already_decided', message: 'Decided.' } as const;
  expect(needsConfirmation({ ...decision, createdAt: 1, state: 'refused', error })).toBe(false);
  expect(needsConfirmation({ ...decision, createdAt: 1, state: 'queued' })).toBe(false);
});
