'use client';

import {
  createSortedRowModel,
  rowSortingFeature,
  type SortFn,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useRouter } from 'next/navigation';
import { useMemo, useOptimistic, useTransition } from 'react';
import type { SortParam } from '@/app/(app)/_shared/sort-param';
import {
  type TableQuery,
  type WorkloadColumn,
  type WorkloadQuery,
  workloadHref,
} from '@/app/(app)/workload/search-params';
import { ChartWithTable } from '@/components/charts/chart';
import { LinkHeaderCell } from '@/components/table/header-cell';
import { useFirstRows } from '@/components/table/use-first-rows';
import { classNames } from '@/components/ui/class-names';
import { Select } from '@/components/ui/form-controls';
import { useFormat } from '@/components/ui/format-provider';
import type { RecommendedTotals, WorkloadRow } from '@/lib/analytics/workload/get-workload';
import { type Grouping, groupRows, type WorkloadGroup } from '@/lib/analytics/workload/groups';
import { compareNames } from '@/lib/names';
import { rowAnchor } from './row-anchor';
import { type CellScale, cellScale, WorkloadCell } from './workload-cells';
import { columnsFor, sortValue, type TableColumn } from './workload-columns';
import { workloadData } from './workload-data';

/** Compares names or numbers. */
const compareValues: SortFn<typeof features, WorkloadRow> = (a, b, column) => {
  const [left, right] = [a.getValue(column), b.getValue(column)];
  return typeof left === 'string' && typeof right === 'string'
    ? compareNames(left, right)
    : Number(left) - Number(right);
};
const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: {},
});

const groupingLabels: Readonly<Record<Grouping, string>> = {
  class: 'Class',
  manager: 'Manager',
  none: 'No groups',
};

/** A row per CSM with bars for everything they can be compared on, grouped and sorted. */
export function WorkloadTable({
  rows,
  recommended,
  query,
  description,
}: {
  readonly rows: readonly WorkloadRow[];
  readonly recommended: readonly RecommendedTotals[];
  readonly query: WorkloadQuery;
  readonly description: string;
}) {
  const router = useRouter();
  const [, startTransition] = useTransition();
  const [shown, setShown] = useOptimistic<TableQuery>({ group: query.group, sort: query.sort });
  const href = (change: Partial<TableQuery>) =>
    workloadHref('/workload', { ...query, ...shown, ...change });
  const show = (change: Partial<TableQuery>) =>
    startTransition(() => {
      setShown({ ...shown, ...change });
      router.replace(href(change), { scroll: false });
    });
  const sorted = useSortedRows(rows, shown.sort);
  const groups = useMemo(() => groupRows(sorted, shown.group), [sorted, shown.group]);
  const data = useMemo(() => workloadData(groups, recommended), [groups, recommended]);
  return (
    <ChartWithTable
      question="How do CSMs’ workloads compare?"
      description={
        <>
          {description}
          <span data-print="none" className="mt-2 flex items-center gap-2">
            <label htmlFor="workload-group" className="shrink-0">
              Group by
            </label>
            <Select
              id="workload-group"
              className="w-36"
              value={shown.group}
              onChange={(event) => show({ group: event.target.value as Grouping })}
            >
              {Object.entries(groupingLabels).map(([grouping, label]) => (
                <option key={grouping} value={grouping}>
                  {label}
                </option>
              ))}
            </Select>
          </span>
        </>
      }
      data={data}
      file="workload"
      empty="No active CSMs."
    >
      <GroupedTable groups={groups} query={shown} href={href} onSort={(sort) => show({ sort })} />
    </ChartWithTable>
  );
}

function useSortedRows(rows: readonly WorkloadRow[], sort: SortParam<WorkloadColumn>) {
  const columns = useMemo(
    () =>
      columnsFor('none').map(({ id, label }) => ({
        id,
        header: label,
        accessorFn: (row: WorkloadRow) => sortValue(row, id) ?? undefined,
        sortFn: compareValues,
        sortUndefined: 'last' as const,
      })),
    [],
  );
  const table = useTable({
    features,
    columns,
    data: rows as WorkloadRow[],
    getRowId: ({ csm }) => csm,
    state: { sorting: [{ id: sort.column, desc: sort.descending }] },
  });
  return table.getRowModel().rows.map(({ original }) => original);
}

function GroupedTable({
  groups,
  query,
  href,
  onSort,
}: {
  readonly groups: readonly WorkloadGroup[];
  readonly query: TableQuery;
  readonly href: (change: Partial<TableQuery>) => string;
  readonly onSort: (sort: SortParam<WorkloadColumn>) => void;
}) {
  const columns = columnsFor(query.group);
  const scale = cellScale(groups);
  const { sort } = query;
  return (
    <section
      aria-label="Workload by CSM"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be focusable.
      tabIndex={0}
      data-print="flow"
      className="relative -mx-4 max-h-[calc(100dvh-6rem)] overflow-auto border-y border-line -outline-offset-2"
    >
      <table
        aria-label="Workload by CSM"
        // Narrower in print, so that a portrait page has all columns.
        className="w-full border-separate border-spacing-0 text-left text-sm print:[zoom:0.78]"
      >
        <thead>
          <tr>
            {columns.map(({ id, label, align, descendingFirst, className }) => {
              const direction = sort.column === id ? (sort.descending ? 'desc' : 'asc') : null;
              const next = {
                column: id,
                descending: direction ? !sort.descending : descendingFirst,
              };
              return (
                <LinkHeaderCell
                  key={id}
                  label={label}
                  align={align}
                  className={classNames(
                    className,
                    'print:min-w-0!',
                    !align && 'print:whitespace-normal!',
                    id === 'csm' ? 'left-0 z-20' : 'px-2!',
                  )}
                  sortLink={{ direction, href: href({ sort: next }), onSort: () => onSort(next) }}
                />
              );
            })}
          </tr>
        </thead>
        {groups.map((group) => (
          <GroupBody key={group.key} group={group} columns={columns} scale={scale} />
        ))}
      </table>
    </section>
  );
}

const stickyCellClass = 'sticky left-0 z-1 border-b border-line px-3 text-left';

function GroupBody({
  group: { label, rows, total },
  columns,
  scale,
}: {
  readonly group: WorkloadGroup;
  readonly columns: readonly TableColumn[];
  readonly scale: CellScale;
}) {
  const format = useFormat();
  const firstRows = useFirstRows(rows);
  return (
    <tbody>
      <tr className="bg-sunken">
        <th
          scope="rowgroup"
          className={classNames(stickyCellClass, 'bg-sunken py-1.5 font-semibold')}
        >
          <span className="whitespace-nowrap">{label}</span>
        </th>
        <td className="border-b border-line px-2 py-1.5 text-xs whitespace-nowrap text-ink-muted">
          {format.count(rows.length, 'CSM')}
        </td>
        {columns.slice(2).map(({ id, align }) => (
          <td
            key={id}
            className={classNames(
              'border-b border-line px-2 py-1.5',
              align === 'end' && 'text-right',
            )}
          >
            <WorkloadCell column={id} amounts={total} scale={scale} />
          </td>
        ))}
      </tr>
      {firstRows.map((row) => (
        <tr
          key={row.csm}
          id={rowAnchor(row.csm)}
          className="group/row scroll-mt-10 hover:bg-hover target:bg-accent-soft"
        >
          <th
            scope="row"
            className={classNames(
              stickyCellClass,
              'bg-surface py-1 font-normal group-hover/row:bg-hover group-target/row:bg-accent-soft',
            )}
          >
            <WorkloadCell column="csm" amounts={row} row={row} scale={scale} />
          </th>
          {columns.slice(1).map(({ id, align }) => (
            <td
              key={id}
              className={classNames(
                'border-b border-line px-2 py-1',
                align === 'end' && 'text-right',
              )}
            >
              <WorkloadCell column={id} amounts={row} row={row} scale={scale} />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}
