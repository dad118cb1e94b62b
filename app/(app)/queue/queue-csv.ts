import { localTime } from '@/app/(app)/_shared/csv-export';
import { type ChartColumn, toCsv } from '@/components/charts/chart-data';
import type { Format } from '@/components/ui/format';
import type { ExportedQueue } from '@/lib/decisions/export-queue';
import { flagLabels } from '@/lib/decisions/labels';
import { scoreRating } from '@/lib/engine/describe-score';
import { verdictLabels } from '@/lib/reviews/labels';
import { activeFilters, readinessLabels } from './_components/active-filters';
import { defaultSort, type QueueQuery, type SortKey } from './search-params';

type Row = ExportedQueue['rows'][number];

const text = (key: string, title: string): ChartColumn => ({ key, title, kind: 'text' });
const number = (key: string, title: string): ChartColumn => ({ key, title, kind: 'number' });

const columns: readonly ChartColumn[] = [
  text('id', 'Recommendation'),
  text('accountId', 'Account'),
  text('accountName', 'Account name'),
  text('recommendedCsm', 'Recommended CSM'),
  text('currentCsm', 'Current CSM'),
  number('score', 'Score'),
  text('rating', 'Rating'),
  number('neediness', 'Neediness'),
  number('health', 'Health'),
  text('color', 'Health color'),
  { key: 'revenue', title: 'Revenue', kind: 'money' },
  text('segment', 'Segment'),
  text('level', 'Level'),
  text('industry', 'Industry'),
  text('verdict', 'Claude’s verdict'),
  text('suggestedCsm', 'Claude’s suggestion'),
  text('feedback', 'Feedback'),
  text('flags', 'Flags'),
  text('status', 'Status'),
  text('readyAt', 'Ready at'),
  text('overdue', 'Overdue'),
  text('waitingSince', 'Waiting since'),
  text('recommendedAt', 'Recommended at'),
  text('runId', 'Run'),
];

/** The queue as a CSV file. Its first lines say when it was made, the time zone, and what it contains. */
export function queueCsv(
  { rows, pending, at }: ExportedQueue,
  query: QueueQuery,
  format: Format,
): { readonly fileName: string; readonly text: string } {
  const time = (moment: Date | null) => (moment ? localTime(moment, format.timeZone) : null);
  const filters = [
    ...(query.q ? [`Search: ${query.q}`] : []),
    ...activeFilters(query, format).map(({ label }) => label),
  ];
  const preamble = [
    ['Pending recommendations', `${rows.length} of ${pending}`],
    ['Exported at', localTime(at, format.timeZone)],
    ['Time zone', format.timeZone],
    ['Filters', filters.join('; ') || 'None'],
    ['Order', describeSort(query.sort)],
  ];
  const data = {
    columns,
    rows: rows.map((row) => ({ id: row.id, cells: cellsOf(row, time) })),
  };
  const day = localTime(at, format.timeZone).slice(0, 10);
  return { fileName: `queue-${day}.csv`, text: toCsv(data, preamble) };
}

function cellsOf(row: Row, time: (moment: Date | null) => string | null) {
  const { id, accountId, accountName, recommendedCsm, currentCsm, score, readiness } = row;
  const { neediness, health, color, revenue, segment, level, industry, feedback, runId } = row;
  const verdict = row.review?.verdict;
  return {
    id,
    accountId,
    accountName,
    recommendedCsm,
    currentCsm,
    score,
    rating: score === null ? null : scoreRating(score),
    neediness,
    health,
    color,
    revenue,
    segment,
    level,
    industry,
    verdict: verdict ? verdictLabels[verdict].name : null,
    suggestedCsm: row.review?.suggestedCsm ?? null,
    feedback,
    flags: row.flags.map((flag) => flagLabels[flag].name).join('; '),
    status: row.snoozed ? 'Snoozed' : readiness && readinessLabels[readiness.kind],
    readyAt: readiness?.kind === 'later' ? time(readiness.at) : null,
    overdue: row.overdue ? 'Yes' : 'No',
    waitingSince: time(row.waitingSince),
    recommendedAt: time(row.recommendedAt),
    runId,
  };
}

const sortLabels: Readonly<Record<SortKey['column'], string>> = {
  order: 'Ready first, then by urgency',
  account: 'Account name',
  csm: 'Recommended CSM',
  score: 'Score',
  neediness: 'Neediness',
  health: 'Health',
  revenue: 'Revenue',
  segment: 'Segment',
  level: 'Level',
  verdict: 'Claude’s verdict',
  feedback: 'Feedback',
  age: 'Recommended at',
  waiting: 'Waiting since',
  flags: 'Number of flags',
};

function describeSort(sort: readonly SortKey[]): string {
  return (sort.length > 0 ? sort : defaultSort)
    .map(({ column, descending }) => `${sortLabels[column]}${descending ? ' (descending)' : ''}`)
    .join(', then ');
}
