import { CsmLink } from '@/app/(app)/_shared/entity-links';
import { type CsmsColumn, type CsmsSort, csmsHref } from '@/app/(app)/csms/search-params';
import { StaticTable } from '@/components/table/static-table';
import { StatusDot } from '@/components/ui/badge';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { csmDetailLabels } from '@/lib/accounts/csms/csm-labels';
import type { CsmList } from '@/lib/accounts/csms/list-csms';
import { type CsmDetailKind, type CsmRecord, csmDetailKinds } from '@/lib/read-model/csm-record';
import { detailValue, OriginText, type SourceLabel } from './detail-values';
import { EditDetails } from './edit-details';

/** Stays in view where the table scrolls sideways. */
const EDIT_CELL = 'sticky right-0 bg-surface align-top print:hidden';

/** All CSMs with their details, sortable by link. */
export function CsmsTable({
  list: { csms, choices },
  sort,
  source,
  canEdit,
  format,
}: {
  readonly list: CsmList;
  readonly sort: CsmsSort;
  readonly source: SourceLabel;
  readonly canEdit: boolean;
  readonly format: Format;
}) {
  const active = csms.filter((csm) => csm.active).length;
  const inactive = csms.length - active;
  return (
    <Panel
      title={`${format.count(active, 'active CSM')}${inactive > 0 ? `, ${format.number(inactive)} not active` : ''}`}
      flush
    >
      <StaticTable
        label="CSMs and their details"
        className="min-w-[68rem]"
        columns={[
          {
            id: 'name',
            label: 'CSM',
            rowHeader: true,
            className: 'min-w-44 align-top',
            sortLink: sortLink(sort, 'name'),
          },
          ...csmDetailKinds.map((kind) => ({
            id: kind,
            label: csmDetailLabels[kind],
            className: 'min-w-36 align-top',
            sortLink: sortLink(sort, kind),
          })),
          ...(canEdit ? [{ id: 'edit', label: 'Edit', className: EDIT_CELL }] : []),
        ]}
        rows={csms.map((csm) => ({
          id: csm.name,
          cells: {
            name: <Name csm={csm} />,
            ...Object.fromEntries(
              csmDetailKinds.map((kind) => [
                kind,
                <Detail key={kind} csm={csm} kind={kind} source={source} format={format} />,
              ]),
            ),
            edit: <EditDetails csm={csm} choices={choices} source={source} compact />,
          },
        }))}
        empty={<p className="px-4 py-6 text-ink-muted">There are no CSMs in the warehouse.</p>}
      />
    </Panel>
  );
}

function Name({ csm: { name, active } }: { readonly csm: CsmRecord }) {
  return (
    <>
      <CsmLink name={name} />
      {!active && (
        <span className="block text-xs">
          <StatusDot tone="neutral" label="Status:">
            Not active
          </StatusDot>
        </span>
      )}
    </>
  );
}

function Detail({
  csm,
  kind,
  source,
  format,
}: {
  readonly csm: CsmRecord;
  readonly kind: CsmDetailKind;
  readonly source: SourceLabel;
  readonly format: Format;
}) {
  return (
    <>
      {detailValue(csm, kind, format)}
      <span className="block text-xs text-ink-muted">
        <OriginText origin={csm.origins[kind]} source={source} />
      </span>
    </>
  );
}

/** Sorts by the column; the current sort column's link reverses the order. */
function sortLink(sort: CsmsSort, column: CsmsColumn) {
  const isCurrent = sort.column === column;
  const direction = sort.descending ? ('desc' as const) : ('asc' as const);
  return {
    href: csmsHref('/csms', { sort: { column, descending: isCurrent && !sort.descending } }),
    direction: isCurrent ? direction : null,
  };
}
