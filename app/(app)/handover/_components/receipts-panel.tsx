import { CsmLink } from '@/app/(app)/_shared/entity-links';
import { StaticTable } from '@/components/table/static-table';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import type { CsmReceipts, Handover } from '@/lib/analytics/handover/get-handover';
import { groupByTeam, teamLabel } from '@/lib/analytics/shared/teams';

const counts = ['received', 'accepted', 'overridden', 'outside'] as const;

/** How many accounts each team and each of its CSMs received, most first. */
export function ReceiptsPanel({
  handover: { receipts },
  format,
}: {
  readonly handover: Handover;
  readonly format: Format;
}) {
  const toCells = (row: Readonly<Record<(typeof counts)[number], number>>) =>
    Object.fromEntries(counts.map((key) => [key, format.number(row[key])]));
  const teams = groupByTeam(receipts)
    .map((team) => ({ ...team, total: totalOf(team.members) }))
    .sort((a, b) => b.total.received - a.total.received);
  return (
    <Panel title="How much did each team get?" flush>
      <StaticTable
        label="Accounts received by team and CSM"
        className="min-w-[36rem]"
        scrollClass="max-h-[36rem]"
        columns={[
          { id: 'csm', label: 'Team or CSM', rowHeader: true },
          { id: 'received', label: 'Received', align: 'end' },
          { id: 'accepted', label: 'As recommended', align: 'end' },
          { id: 'overridden', label: 'By an override', align: 'end' },
          { id: 'outside', label: 'Outside the app', align: 'end' },
        ]}
        rows={teams.flatMap(({ manager, members, total }) => [
          {
            id: `team ${manager ?? ''}`,
            className: 'bg-sunken font-semibold',
            cells: {
              csm: <span className="font-semibold">{teamLabel(manager)}</span>,
              ...toCells(total),
            },
          },
          ...members.map((row) => ({
            id: row.csm,
            cells: { csm: <CsmLink name={row.csm} />, ...toCells(row) },
          })),
        ])}
        empty={<p className="px-4 py-3 text-ink-muted">No one received an account.</p>}
        footer={receipts.length > 0 ? { csm: 'All', ...toCells(totalOf(receipts)) } : undefined}
      />
    </Panel>
  );
}

function totalOf(rows: readonly CsmReceipts[]): Record<(typeof counts)[number], number> {
  const sum = (key: (typeof counts)[number]) => rows.reduce((total, row) => total + row[key], 0);
  return {
    received: sum('received'),
    accepted: sum('accepted'),
    overridden: sum('overridden'),
    outside: sum('outside'),
  };
}
