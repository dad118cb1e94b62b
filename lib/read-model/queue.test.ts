import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '@/lib/policy/policy';
import {
  type ExternalRecommendation,
  insertExternalRecommendations,
} from '@/test/support/recommendations';
import { insertTestReviews } from '@/test/support/runs';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { hoursAgo, monday, noFilter } from '@/test/support/test-context';
import { type QueueRequest, queryQueue } from './queue';
import type { QueueFilter } from './queue-filter';
import type { QueueSortColumn } from './queue-sort';

const context = seededTestContext({
  csms: [{ name: 'Ana' }, { name: 'Bo' }],
  accounts: [
    { id: 'A', segment: 'Commercial', level: 'Enterprise', color: 'red' },
    ...['B', 'C'].map((id) => ({ id, segment: null, level: null })),
  ],
});

async function find(request: Partial<QueueRequest>) {
  const pending = await context.ctx.readModel.pending(defaultPolicy, monday);
  const whole = { filter: noFilter, sort: [], limit: 100, offset: 0 };
  return queryQueue(pending, { ...whole, ...request }, defaultPolicy);
}
const idsWith = async (filter: Partial<QueueFilter>) =>
  (await find({ filter: { ...noFilter, ...filter } })).rows.map(({ id }) => id);
const idsBy = async (column: QueueSortColumn, descending = false) =>
  (await find({ sort: [{ column, descending }] })).rows.map(({ id }) => id);

const recommend = (...recommendations: Partial<ExternalRecommendation>[]) =>
  insertExternalRecommendations(
    context.warehouse,
    recommendations.map((recommendation, n) => ({
      id: n + 1,
      account: n === 0 ? 'A' : `other-${n}`,
      csm: 'Ana',
      at: hoursAgo(1),
      ...recommendation,
    })),
  );

describe('the queue', () => {
  it('sorts names by code point, like the warehouses, not by code unit', async () => {
    await recommend({ csm: '😀' }, { csm: '～' }, { csm: 'ab' }, { csm: 'a' }, { csm: '😀 b' });
    expect(await idsBy('csm')).toEqual(['4', '3', '2', '1', '5']);
    expect((await find({})).facets.csm.map(({ value }) => value)).toEqual([
      'a',
      'ab',
      '～',
      '😀',
      '😀 b',
    ]);
  });

  it('sorts ties by id, as numbers of any size', async () => {
    await recommend({}, { id: 10 }, { id: 9 }, { id: Number.MAX_SAFE_INTEGER }, { id: 2 });
    const ids = ['1', '2', '9', '10', String(Number.MAX_SAFE_INTEGER)];
    expect(await idsBy('score')).toEqual(ids);
    expect(await idsBy('score', true)).toEqual(ids);
  });

  it('shows, filters, and counts the account’s class if the recommendation’s is blank', async () => {
    await recommend(
      { segment: ' ', level: null },
      { account: 'B', segment: '', level: ' ' },
      { account: 'C', segment: 'Residential', level: 'Corporate' },
    );
    const { rows, facets } = await find({});
    expect(rows.map(({ segment, level }) => [segment, level])).toEqual([
      ['Commercial', 'Enterprise'],
      [null, null],
      ['Residential', 'Corporate'],
    ]);
    expect(await idsWith({ segments: ['Commercial'], levels: ['Enterprise'] })).toEqual(['1']);
    expect(facets.segment).toEqual([
      { value: 'Commercial', count: 1 },
      { value: 'Residential', count: 1 },
    ]);
    expect(await idsBy('segment', true)).toEqual(['3', '1', '2']);
  });

  it('requires the first eight words of a search', async () => {
    await recommend({ feedback: 'one two three four five six seven eight' });
    const words = 'ONE two three four five six seven eight';
    expect(await idsWith({ text: `${words} nine` })).toEqual(['1']);
    expect(await idsWith({ text: `nine ${words}` })).toEqual([]);
  });

  it('sorts and filters by Claude’s verdict, except while it is blinded', async () => {
    await recommend({}, {}, {}, { feedback: 'Shown after an undo.' }, {});
    await insertTestReviews(context.warehouse, [
      { id: 'w-1', recommendationId: '1', verdict: 'caution' },
      { id: 'w-2', recommendationId: '2', verdict: 'approve' },
      { id: 'w-3', recommendationId: '3', verdict: 'reassign', hidden: true },
      { id: 'w-4', recommendationId: '4', verdict: 'reassign', hidden: true },
    ]);
    expect(await idsBy('verdict')).toEqual(['2', '1', '4', '3', '5']);
    expect(await idsBy('verdict', true)).toEqual(['4', '1', '2', '3', '5']);
    expect(await idsWith({ verdicts: ['reassign'] })).toEqual(['4']);
    expect(await idsWith({ verdicts: ['none', 'approve'] })).toEqual(['2', '3', '5']);
    expect(await idsWith({ text: 'reassign' })).toEqual(['4']);
  });

  it('returns the last page beyond the end, and totals of the whole queue on each page', async () => {
    await recommend(...Array.from({ length: 25 }, () => ({})));
    const sort = [{ column: 'score', descending: true }] as const;
    for (const offset of [20, 30, 999_999_999_000]) {
      const page = await find({ sort, limit: 10, offset });
      expect(page.rows.map(({ id }) => id)).toEqual(['21', '22', '23', '24', '25']);
      expect(page).toMatchObject({ pending: 25, matching: 25, flagged: 24 });
    }
    expect((await find({ limit: 25, offset: 25 })).rows).toHaveLength(25);
  });
});
