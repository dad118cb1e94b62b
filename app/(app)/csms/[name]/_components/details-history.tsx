import { StaticTable } from '@/components/table/static-table';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import { csmFieldLabels } from '@/lib/accounts/csms/csm-labels';
import type { CsmChange, CsmDetails } from '@/lib/analytics/csm/types';

/** Who changed which details of the CSM, the newest change first. */
export function DetailsHistory({
  csm: { changes },
  format,
}: {
  readonly csm: CsmDetails;
  readonly format: Format;
}) {
  const { newest, total } = changes;
  return (
    <Panel
      title="Changes of details"
      actions={
        total > 0 && (
          <p className="text-sm text-ink-muted">
            {newest.length < total
              ? `The newest ${format.number(newest.length)} of ${format.number(total)}`
              : format.count(total, 'change')}
          </p>
        )
      }
      flush
    >
      {total === 0 ? (
        <p className="px-4 py-4 text-ink-muted">No details were edited in the app.</p>
      ) : (
        <StaticTable
          label="Changes of details, newest first"
          className="min-w-[44rem]"
          scrollClass="max-h-80"
          columns={[
            { id: 'field', label: 'Detail', rowHeader: true, className: 'whitespace-nowrap' },
            { id: 'before', label: 'Before', className: 'min-w-32 wrap-anywhere' },
            { id: 'after', label: 'After', className: 'min-w-32 wrap-anywhere' },
            { id: 'by', label: 'By', className: 'min-w-28 wrap-anywhere' },
            { id: 'at', label: 'When', className: 'text-ink-muted' },
          ]}
          rows={newest.map((change) => ({
            id: change.id,
            cells: {
              field: csmFieldLabels[change.field],
              before: (
                <ChangedValue
                  change={change}
                  value={change.before}
                  format={format}
                  otherwise="Not set"
                />
              ),
              after: (
                <ChangedValue
                  change={change}
                  value={change.after}
                  format={format}
                  otherwise="Source’s value"
                />
              ),
              by: change.byName,
              at: <Time at={change.at} show="absolute" />,
            },
          }))}
        />
      )}
    </Panel>
  );
}

function ChangedValue({
  change: { field },
  value,
  otherwise,
  format,
}: {
  readonly change: CsmChange;
  readonly value: string | null;
  readonly otherwise: string;
  readonly format: Format;
}) {
  if (value === null) return <span className="text-ink-muted">{otherwise}</span>;
  switch (field) {
    case 'start_date':
      return format.day(value);
    case 'capacity':
      return format.number(Number(value));
    case 'away_from':
    case 'away_until':
      return <Time at={value} show="day" />;
    default:
      return value;
  }
}
