import Link from 'next/link';
import type { ReactNode } from 'react';
import { ChartOrFixedSkeleton } from '@/app/(app)/_shared/chart-or-skeleton';
import { EvennessTable } from '@/app/(app)/_shared/evenness-table';
import { csmHref, runHref } from '@/app/(app)/_shared/links';
import type { ChartData } from '@/components/charts/chart-data';
import type { ValueZone } from '@/components/charts/chart-spec';
import { Alert } from '@/components/ui/alert';
import { StatusDot, type Tone } from '@/components/ui/badge';
import { formatCount, formatNumber } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Skeleton } from '@/components/ui/skeleton';
import type { Workload } from '@/lib/analytics/workload/get-workload';
import { dimensions } from '@/lib/engine/types';
import { dimensionLabels } from '@/lib/runs/labels';

/** How even the books are now; without figures while they are read. */
export function EvennessPanel({
  workload,
  narrowed,
}: {
  readonly workload: Workload | null;
  /** Whether only accounts of some classes count. */
  readonly narrowed: boolean;
}) {
  return (
    <Panel
      title="How even is it now?"
      description={`Books as they stand now, whatever the period. CV is the spread as a share of the mean: under 15 % is excellent, under 20 good, under 25 fair, else poor. Gini is 0 where all carry the same. Where CSMs differ in what they can carry, amounts cannot be even; shares of capacity can.${
        narrowed
          ? ' Only accounts of the chosen segment and level count, on CSMs who take or own such; capacity is that of the whole book.'
          : ''
      }`}
    >
      <WorkloadSummary workload={workload} />
      <div className="mt-4 grid gap-x-8 gap-y-4 xl:grid-cols-2">
        <EvennessTable
          title="All active CSMs"
          spread={workload?.fairness.active ?? null}
          filled={workload?.filled.active ?? null}
        />
        <EvennessTable
          title="CSMs who could receive an account now"
          spread={workload?.fairness.eligible ?? null}
          filled={workload?.filled.eligible ?? null}
        />
      </div>
      {workload && <FormerCsmsAlert former={workload.former} />}
    </Panel>
  );
}

const summaryLabels = {
  active: 'Active CSMs',
  accounts: 'Accounts in their books',
  over: 'Over capacity',
  near: 'At 90 % of it or more',
} as const;

/** The figures that say most, or their places while they are read. */
function WorkloadSummary({ workload }: { readonly workload: Workload | null }) {
  const facts = workload && summaryValues(workload);
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-4 lg:grid-cols-4">
      {(Object.keys(summaryLabels) as (keyof typeof summaryLabels)[]).map((key) => (
        <div key={key}>
          <dt className="text-sm text-ink-muted">{summaryLabels[key]}</dt>
          <dd className="mt-0.5 text-xl font-semibold">
            {facts ? facts[key].value : <Skeleton className="my-1 h-5 w-16" />}
          </dd>
          <dd className="text-xs text-ink-muted">
            {facts ? facts[key].more : <Skeleton className="my-0.5 h-3 w-28" />}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function summaryValues({ books, eligible, fairness }: Workload) {
  const accounts = books.reduce((sum, book) => sum + book.accounts, 0);
  const { overCapacity, nearCapacity } = fairness;
  return {
    active: {
      value: formatNumber(books.length),
      more: `${formatNumber(eligible)} could receive an account now`,
    },
    accounts: {
      value: formatNumber(accounts),
      more:
        books.length > 0
          ? `${formatNumber(accounts / books.length, 1)} for each`
          : 'Nobody is active',
    },
    over: {
      value: <GradedCount count={overCapacity} tone="danger" word="more than they can carry" />,
      more:
        overCapacity > 0 ? 'They receive nothing until there is room' : 'Nobody carries too much',
    },
    near: {
      value: <GradedCount count={nearCapacity} tone="warn" word="nearly full" />,
      more: 'Those over capacity included',
    },
  } satisfies Record<keyof typeof summaryLabels, { value: ReactNode; more: string }>;
}

function GradedCount({
  count,
  tone,
  word,
}: {
  readonly count: number;
  readonly tone: Tone;
  readonly word: string;
}) {
  return (
    <StatusDot tone={count > 0 ? tone : 'ok'} label={count > 0 ? word : 'good'}>
      {formatNumber(count)}
    </StatusDot>
  );
}

const MAX_NAMES = 12;

/** Who owns accounts without being active any more; nothing where nobody does. */
function FormerCsmsAlert({ former }: Pick<Workload, 'former'>) {
  if (former.length === 0) return null;
  const accounts = former.reduce((sum, each) => sum + each.accounts, 0);
  const who = former.length === 1 ? '1 CSM who is' : `${formatNumber(former.length)} CSMs who are`;
  const own = former.length === 1 ? 'owns' : 'own';
  return (
    <Alert
      tone="warn"
      className="mt-4"
      title={`${who} no longer active still ${own} ${formatCount(accounts, 'account')}`}
    >
      {former.slice(0, MAX_NAMES).map(({ csm, accounts: count }, at) => (
        <span key={csm}>
          {at > 0 && ', '}
          <Link href={csmHref(csm)} prefetch={false} className="underline underline-offset-2">
            {csm}
          </Link>
          {` (${formatNumber(count)})`}
        </span>
      ))}
      {former.length > MAX_NAMES && ` and ${formatNumber(former.length - MAX_NAMES)} more`}. They
      are left out of the figures above.
    </Alert>
  );
}

const gradeZones: readonly ValueZone[] = [
  { from: null, to: 0.15, title: 'Excellent', tone: 'ok' },
  { from: 0.15, to: 0.2, title: 'Good', tone: 'neutral' },
  { from: 0.2, to: 0.25, title: 'Fair', tone: 'warn' },
  { from: 0.25, to: null, title: 'Poor', tone: 'danger' },
];

/** How even the books were, day by day over a quarter. */
export function EvennessTrendChart({ workload }: { readonly workload: Workload | null }) {
  return (
    <ChartOrFixedSkeleton
      question="Is it getting more even?"
      description="CV of the books of all active CSMs when the last run of each day began, over 90 days whatever the period and the filters. A line breaks where a day had no run; dry runs do not count."
      place="lines"
      data={workload && trendData(workload.trend, workload.quarter.days)}
      mark={{ kind: 'lines', label: 'day', values: dimensions, zones: gradeZones }}
      file="fairness-over-the-quarter"
      empty="There was no run in the last 90 days."
    />
  );
}

function trendData(trend: Workload['trend'], days: readonly string[]): ChartData {
  const known = new Map(trend.map((each) => [each.day, each]));
  const first = trend[0]?.day;
  return {
    columns: [
      { key: 'day', title: 'Day', kind: 'day' },
      ...dimensions.map((key) => ({
        ...{ key, title: dimensionLabels[key], kind: 'share' as const, digits: 1 },
      })),
    ],
    rows: days
      .filter((day) => first !== undefined && day >= first)
      .map((day) => {
        const found = known.get(day);
        if (!found) return { id: day, cells: { day } };
        const { accounts, neediness, revenue, red } = found.cv;
        return {
          id: day,
          cells: {
            day,
            accounts: accounts / 100,
            neediness: neediness / 100,
            revenue: revenue / 100,
            red: red / 100,
          },
          hrefs: { day: runHref(found.runId) },
        };
      }),
  };
}
