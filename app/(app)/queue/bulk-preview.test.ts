import { expect, test } from 'vitest';
import { summarizePreview } from './bulk-preview';
import type { Flag } from './queue-row';

const row = (id: string) => {
  return { id, accountId: `A-${id}`, accountName: null, recommendedCsm: 'Ana' };
};
const rows = ['1', '2', '3', '4', '5'].map(row);
const breaking = (recommendationId: string, ...flags: Flag[]) => {
  const details = { flags, csm: 'Ana', coolingUntil: null, awayUntil: null };
  const error = { code: 'needs_confirmation', message: 'Breaks a rule.', details } as const;
  return { recommendationId, status: 'needs_confirmation', error } as const;
};
const conflict = { code: 'already_decided', message: 'Zoe already rejected it.' } as const;
const previews = [
  { recommendationId: '3', status: 'ready' },
  { recommendationId: '4', status: 'skipped', error: conflict },
  breaking('1', 'cooling', 'stale'),
  breaking('2', 'cooling'),
] as const;
const summarize = (...confirmed: Flag[]) => summarizePreview(rows, previews, new Set(confirmed));
const sentIds = (...confirmed: Flag[]) => summarize(...confirmed).sent.map(({ row }) => row.id);

test('a preview is summarized by what is sent, needs a confirmation, and is skipped', () => {
  const { flagged, groups, skipped } = summarize();
  expect(flagged.map(({ row }) => row.id)).toEqual(['1', '2']);
  expect(groups).toEqual([
    { flag: 'cooling', count: 2 },
    { flag: 'stale', count: 1 },
  ]);
  expect(skipped).toEqual([{ row: row('4'), reason: conflict.message }]);
});

test('a recommendation is sent only if every rule that it breaks is confirmed', () => {
  expect(sentIds()).toEqual(['3']);
  expect(sentIds('stale')).toEqual(['3']);
  expect(sentIds('cooling')).toEqual(['3', '2']);
  expect(summarize('cooling', 'stale').sent).toEqual([
    { row: row('3'), acknowledged: [] },
    { row: row('1'), acknowledged: ['cooling', 'stale'] },
    { row: row('2'), acknowledged: ['cooling'] },
  ]);
});
