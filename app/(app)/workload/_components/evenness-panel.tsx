import { CsmLink } from '@/app/(app)/_shared/entity-links';
import { evennessExplanation } from '@/app/(app)/_shared/evenness';
import { AmountsTable, FullnessTable } from '@/app/(app)/_shared/fairness-tables';
import { Alert } from '@/components/ui/alert';
import { StatusDot, type Tone } from '@/components/ui/badge';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Stat, StatGrid } from '@/components/ui/stat';
import type { Workload } from '@/lib/analytics/workload/get-workload';

/** How evenly the current books fill their CSMs. */
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
  const { fairness, former } = workload;
  return (
    <Panel
      title="How evenly are CSMs filled?"
      description={`Current books and pending recommendations (not affected by the date range). How full CSMs are is compared among those who take the same accounts. ${evennessExplanation} Gini is 0 when everyone is equally full.${
        filtered
          ? ' With a segment or level selected: CSMs who take or own such accounts, by their whole book.'
          : ''
      }`}
    >
      <WorkloadSummary workload={workload} format={format} />
      <div className="mt-4 flex flex-col gap-4">
        <FullnessTable fairness={fairness} format={format} />
        <AmountsTable
          title="Raw amounts, which differ with capacity"
          amounts={fairness.amounts}
          format={format}
        />
      </div>
      {former.length > 0 && <FormerCsmsAlert former={former} format={format} />}
    </Panel>
  );
}

function WorkloadSummary({
  workload: { rows, eligible, fairness },
  format,
}: {
  readonly workload: Workload;
  readonly format: Format;
}) {
  const accounts = rows.reduce((sum, row) => sum + row.accounts, 0);
  const { overCapacity, nearCapacity } = fairness;
  return (
    <StatGrid>
      <Stat
        label="Active CSMs"
        value={format.number(rows.length)}
        detail={`${format.number(eligible)} available now`}
      />
      <Stat
        label="Accounts in their books"
        value={format.number(accounts)}
        detail={
          rows.length > 0 ? `${format.fixed(accounts / rows.length, 1)} per CSM` : 'No active CSMs'
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
