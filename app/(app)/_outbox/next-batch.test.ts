import { expect, test } from 'vitest';
import { buildRequests } from '@/lib/decisions/bulk';
import type { OutboxEntry } from './entry';
import { nextBatch } from './next-batch';

function entry(requestId: string, recommendationId: string, note: string | null = null) {
  return {
    requestId,
    recommendationId,
    verb: 'reject',
    reason: 'not_ready',
    note,
    acknowledged: [],
    dwellMs: null,
    label: 'Acme',
    createdAt: 1,
    state: 'queued',
  } satisfies OutboxEntry;
}

const idsOf = (batch: readonly OutboxEntry[]) => batch.map(({ requestId }) => requestId);

test('a batch contains the oldest entry of each recommendation, in order', () => {
  const entries = [entry('a', '1'), entry('b', '2'), entry('c', '1'), entry('d', '3')];
  expect(idsOf(nextBatch(entries))).toEqual(['a', 'b', 'd']);
});

test('a batch is empty when nothing is queued', () => {
  expect(nextBatch([])).toEqual([]);
});

test('a batch stays under 60 KiB, measured in bytes', () => {
  const note = '🚚'.repeat(1_000);
  const entries = Array.from({ length: 40 }, (_, index) => entry(`r${index}`, `${index}`, note));
  const batch = nextBatch(entries);
  expect(batch.length).toBe(14);
  expect(batch).toEqual(entries.slice(0, 14));
});

test('a batch has at most 200 entries', () => {
  const entries = Array.from({ length: 201 }, (_, index) => entry(`r${index}`, `${index}`));
  expect(nextBatch(entries)).toEqual(entries.slice(0, 200));
});

test('an entry that is too large for a batch is sent by itself', () => {
  const entries = [entry('a', '1', 'x'.repeat(70_000)), entry('b', '2')];
  expect(idsOf(nextBatch(entries))).toEqual(['a']);
});

test('a bulk decision is sent in one request of its own, also if it is larger than 60 KiB', () => {
  const note = 'x'.repeat(2_000);
  const rows = Array.from({ length: 200 }, (_, index) => `${index}`);
  const bulk = buildRequests(rows, (row, id) => entry(id, row, note));
  const undo = buildRequests(rows, (row, id) => entry(id, row));
  const queued = [entry('a', '1'), ...bulk, ...undo, entry('b', '500')];
  expect(nextBatch(queued)).toEqual(queued.slice(0, 1));
  expect(nextBatch(queued.slice(1))).toEqual(bulk);
  expect(nextBatch(queued.slice(201))).toEqual(undo);
  expect(idsOf(nextBatch(queued.slice(401)))).toEqual(['b']);
});
