import { describe, expect, test } from 'vitest';
import type { OutboxEntry } from '@/app/(app)/_outbox/entry';
import { applyRowChanges, type ConfirmedDecision, rowChanges } from './optimistic-rows';
import type { QueueRow } from './queue-row';

const row = (id: string) => ({ id }) as QueueRow;
const rows = ['1', '2', '3'].map(row);
const idsOf = (all: readonly QueueRow[]) => all.map(({ id }) => id).join('');

function entry(
  verb: 'accept' | 'undo',
  state: OutboxEntry['state'] = 'queued',
  recommendationId = '2',
): OutboxEntry {
  const fields = { requestId: verb, recommendationId, label: 'Acme', createdAt: 1, state };
  return verb === 'undo'
    ? { ...fields, verb, undoes: 'accept' }
    : { ...fields, verb, acknowledged: [], dwellMs: null };
}

const confirmedAt = (at: number, verb: ConfirmedDecision['verb'] = 'accept') =>
  new Map([['2', { verb, at }]]);

/** The rows on the screen: the three of the server, requested at 100. */
function visible(
  entries: readonly OutboxEntry[],
  confirmed: ReadonlyMap<string, ConfirmedDecision> = new Map(),
  { listed = rows, requestedAt = 100 } = {},
): string {
  const removed = [{ row: row('2'), index: 1 }];
  return idsOf(applyRowChanges(listed, rowChanges(entries, confirmed, requestedAt), removed));
}

describe('a decision', () => {
  test('hides its row while it is in the outbox', () => {
    expect(visible([entry('accept')])).toBe('13');
  });

  test('hides its row after it was confirmed, until rows requested later arrive', () => {
    expect(visible([], confirmedAt(120))).toBe('13');
    expect(visible([], confirmedAt(120), { requestedAt: 130 })).toBe('123');
  });

  test('that the server refused shows its row again', () => {
    expect(visible([entry('accept', 'refused')])).toBe('123');
  });

  test('does not bring back a row that the server no longer lists', () => {
    const listed = [row('1'), row('3')];
    expect(visible([entry('accept', 'refused')], new Map(), { listed })).toBe('13');
  });

  test('on a row of another page changes nothing here', () => {
    expect(visible([entry('accept', 'queued', '9')])).toBe('123');
  });
});

describe('an undo', () => {
  const listed = [row('1'), row('3')];

  test('shows the row again, even if its decision is still in the outbox', () => {
    expect(visible([entry('accept'), entry('undo')])).toBe('123');
  });

  test('returns the row to its place while the server does not list it', () => {
    expect(visible([entry('undo')], confirmedAt(90), { listed })).toBe('123');
    expect(visible([], confirmedAt(120, 'undo'), { listed })).toBe('123');
  });

  test('shows what the server lists once rows requested after its confirmation arrive', () => {
    expect(visible([], confirmedAt(120, 'undo'), { listed, requestedAt: 130 })).toBe('13');
  });

  test('that the server refused leaves the row decided', () => {
    expect(visible([entry('undo', 'refused')], confirmedAt(120), { listed })).toBe('13');
  });

  test('does not list a row twice', () => {
    expect(visible([entry('undo')], confirmedAt(90))).toBe('123');
  });
});

test('a new decision after an undo hides the row', () => {
  expect(visible([entry('accept')], confirmedAt(120, 'undo'))).toBe('13');
});
