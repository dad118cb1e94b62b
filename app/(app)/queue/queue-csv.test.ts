import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import { createFormat } from '@/components/ui/format';
import type { ExportedQueue } from '@/lib/decisions/export-queue';
import { queueCsv } from './queue-csv';
import { loadQueueParams, resolveQuery } from './search-params';

const row: ExportedQueue['rows'][number] = {
  id: '12',
  accountId: 'A1',
  accountName: '=HYPERLINK("x")',
  recommendedCsm: 'Ana Diaz',
  recommendedAt: new Date('2026-03-02T09:00:00Z'),
  method: 'batch_optimized',
  runId: 'r1',
  neediness: 8.25,
  health: 55,
  color: 'red',
  revenue: 12_500,
  segment: 'Residential',
  level: 'Corporate',
  industry: null,
  waitingSince: new Date('2026-03-01T02:30:00Z'),
  score: 84.6,
  overdue: true,
  snoozed: null,
  feedback: 'Two\nlines',
  review: null,
  readiness: { kind: 'later', at: new Date('2026-03-02T14:00:00Z'), after: null },
  currentCsm: null,
  coolingUntil: null,
  awayUntil: null,
  state: 'pending',
  decision: null,
  flags: ['cooling', 'stale'],
};

const csvOf = (rows: ExportedQueue['rows'], search = '') =>
  queueCsv(
    { rows, pending: 27, at: new Date('2026-03-03T02:15:00Z') },
    resolveQuery(loadQueueParams(new URLSearchParams(search))),
    createFormat('de-DE', 'America/New_York'),
  );

it('begins with when it was made, the time zone, the filters, and the order', () => {
  const { fileName, text } = csvOf([row], '?q=a,b&health=red&min=10&sort=-score,account');
  expect(fileName).toBe('queue-2026-03-02.csv');
  const lines = parse(text, { bom: true, relax_column_count: true }) as string[][];
  expect(lines.slice(0, 5)).toEqual([
    ['Pending recommendations', '1 of 27'],
    ['Exported at', '2026-03-02 21:15'],
    ['Time zone', 'America/New_York'],
    ['Filters', 'Search: a,b; Health: red; Score at least 10'],
    ['Order', 'Score (descending), then Account name'],
  ]);
});

it('has a row per recommendation, with times in the reader’s zone and no formulas', () => {
  const { text } = csvOf([row]);
  const [record] = parse(text, { bom: true, from_line: 7, columns: true }) as object[];
  expect(record).toMatchObject({
    Recommendation: '12',
    Account: 'A1',
    'Account name': `'=HYPERLINK("x")`,
    'Recommended CSM': 'Ana Diaz',
    Score: '84.6',
    Rating: 'excellent',
    Neediness: '8.25',
    Health: '55',
    'Health color': 'red',
    Revenue: '12500',
    Feedback: 'Two\nlines',
    Status: 'Ready later',
    'Ready at': '2026-03-02 09:00',
    Overdue: 'Yes',
    Run: 'r1',
    'Waiting since': '2026-02-28 21:30',
    'Recommended at': '2026-03-02 04:00',
    Flags: 'Cooling; Older than a day',
    'Claude’s verdict': '',
  });
});
