import { CsmLink } from '@/app/(app)/_shared/entity-links';
import { EvennessBadge, evennessExplanation } from '@/app/(app)/_shared/evenness';
import { type StaticColumn, StaticTable } from '@/components/table/static-table';
import { Alert } from '@/components/ui/alert';
import { StatusDot, type Tone } from '@/components/ui/badge';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Stat, StatGrid } from '@/components/ui/stat';
import type { Workload } from '@/lib/analytics/workload/get-workload';
import { type Dimension, dimensions, type Evenness } from '@/lib/engine/types';
import { dimensionLabels } from '@/lib/runs/labels';

/** How evenly the current books are distributed. */
export function EvennessPanel({
  workload,
  filtered,
  format,
}: {
  readonly workload: Workload;
  /** Whether a segment or level is selected. */
  readonly filtered: boolean;
  readonly format: Format;
}) {
  const { fairness, utilization, former } = workload;
  return (
    <Panel
      title="How even are the books?"
      description={`Current books (not affected by the date range). ${evennessExplanation} Gini is 0 when everyone has the same amount. Capacities differ, so compare shares of capacity rather than raw amounts.${
        filtered
          ? ' Only accounts in the selected segment and level count, for CSMs who can take or own such accounts. Capacity is that of the whole book.'
          : ''
      }`}
    >
      <WorkloadSummary workload={workload} format={format} />
      <div className="mt-4 grid gap-x-8 gap-y-4 xl:grid-cols-2">
        <EvennessTable
          title="All active CSMs"
          byDimension={fairness.active}
          utilization={utilization.active}
          format={format}
        />
        <EvennessTable
          title="CSMs available now"
          byDimension={fairness.eligible}
          utilization={utilization.eligible}
          format={format}
        />
      </div>
      {former.length > 0 && <FormerCsmsAlert former={former} format={format} />}
    </Panel>
  );
}

function WorkloadSummary({
  workload: { books, eligible, fairness },
  format,
}: {
  readonly workload: Workload;
  readonly format: Format;
}) {
  const accounts = books.reduce((sum, book) => sum + book.accounts, 0);
  const { overCapacity, nearCapacity } = fairness;
  return (
    <StatGrid>
      <Stat
        label="Active CSMs"
        value={format.number(books.length)}
        detail={`${format.number(eligible)} available now`}
      />
      <Stat
        label="Accounts in their books"
        value={format.number(accounts)}
        detail={
          books.length > 0
            ? `${format.fixed(accounts / books.length, 1)} per CSM`
            : 'No active CSMs'
        }
      />
      <Stat
        label="Over capacity"
        value={
          <CountWithStatus
            format={format}
            count={overCapacity}
            tone="danger"
            status="over capacity"
          />
        }
        detail={
          overCapacity > 0 ? 'No new accounts until they have room' : 'Everyone is within capacity'
        }
      />
      <Stat
        label="At 90% of capacity or more"
        value={
          <CountWithStatus
            format={format}
            count={nearCapacity}
            tone="warn"
            status="almost at capacity"
          />
        }
        detail="Includes CSMs over capacity"
      />
    </StatGrid>
  );
}

function CountWithStatus({
  count,
  tone,
  status,
  format,
}: {
  readonly count: number;
  readonly tone: Tone;
  readonly status: string;
  readonly format: Format;
}) {
  return (
    <StatusDot tone={count > 0 ? tone : 'ok'} label={count > 0 ? status : 'good'}>
      {format.number(count)}
    </StatusDot>
  );
}

const evennessColumns: readonly StaticColumn[] = [
  { id: 'dimension', label: 'Dimension', rowHeader: true, className: 'whitespace-nowrap' },
  { id: 'cv', label: 'CV', className: 'whitespace-nowrap' },
  { id: 'gini', label: 'Gini', align: 'end' },
  { id: 'maxOverMean', label: 'Max ÷ mean', align: 'end' },
];

function EvennessTable({
  title,
  byDimension,
  utilization,
  format,
}: {
  readonly title: string;
  readonly byDimension: Readonly<Record<Dimension, Evenness>>;
  /** Evenness of the shares of capacity. */
  readonly utilization: Evenness;
  readonly format: Format;
}) {
  const rows = [
    ...dimensions.map((dimension) => ({
      label: dimensionLabels[dimension],
      evenness: byDimension[dimension],
    })),
    { label: 'Share of capacity', evenness: utilization },
  ];
  return (
    <div className="min-w-0">
      <h3 className="text-sm font-medium">{title}</h3>
      <StaticTable
        label={title}
        className="min-w-[24rem]"
        columns={evennessColumns}
        rows={rows.map(({ label, evenness: { cv, gini, maxOverMean } }) => ({
          id: label,
          cells: {
            dimension: label,
            cv: (
              <>
                <span className="inline-block w-16 tabular-nums">
                  {format.percent(cv / 100, 1)}
                </span>
                <EvennessBadge cv={cv} />
              </>
            ),
            gini: format.fixed(gini, 3),
            maxOverMean: format.fixed(maxOverMean, 2),
          },
        }))}
      />
    </div>
  );
}

const MAX_NAMES = 12;

/** Lists CSMs who own accounts but are no longer active. */
function FormerCsmsAlert({
  former,
  format,
}: Pick<Workload, 'former'> & { readonly format: Format }) {
  const accounts = former.reduce((sum, csm) => sum + csm.accounts, 0);
  const hidden = former.length - MAX_NAMES;
  return (
    <Alert
      tone="warn"
      className="mt-4"
      title={`${format.count(former.length, 'inactive CSM still owns', 'inactive CSMs still own')} ${format.count(accounts, 'account')}`}
    >
      {former.slice(0, MAX_NAMES).map(({ csm, accounts: count }, index) => (
        <span key={csm}>
          {index > 0 && ', '}
          <CsmLink name={csm} />
          {` (${format.number(count)})`}
        </span>
      ))}
      {hidden > 0 && ` and ${format.number(hidden)} more`}. The figures above don’t include them.
    </Alert>
  );
}
