import type { WorkloadColumn } from '@/app/(app)/workload/search-params';
import { changeOf } from '@/lib/analytics/workload/fullness-history';
import type { WorkloadRow } from '@/lib/analytics/workload/get-workload';
import {
  type Grouping,
  takenClassLabel,
  type WorkloadAmounts,
} from '@/lib/analytics/workload/groups';

/** A column of the table. */
export interface TableColumn {
  readonly id: WorkloadColumn;
  readonly label: string;
  readonly align?: 'end';
  /** Whether the largest values are the most interesting. */
  readonly descendingFirst: boolean;
  /** Class of the header, such as a minimum width. */
  readonly className?: string;
}

const columns: readonly TableColumn[] = [
  { id: 'csm', label: 'CSM', descendingFirst: false, className: 'min-w-36' },
  { id: 'manager', label: 'Manager', descendingFirst: false, className: 'min-w-28' },
  { id: 'class', label: 'Class', descendingFirst: false, className: 'min-w-40' },
  { id: 'accounts', label: 'Share of capacity', descendingFirst: true, className: 'min-w-42' },
  {
    id: 'neediness',
    label: 'Neediness per capacity',
    descendingFirst: true,
    className: 'min-w-28',
  },
  { id: 'revenue', label: 'Revenue per capacity', descendingFirst: true, className: 'min-w-28' },
  { id: 'health', label: 'Health', descendingFirst: true, className: 'min-w-32' },
  { id: 'received', label: 'Received', align: 'end', descendingFirst: true },
  { id: 'acceptance', label: 'Accepted', align: 'end', descendingFirst: true },
  { id: 'trend', label: 'Change (points)', descendingFirst: true, className: 'min-w-28' },
];

/** The columns without the one that the groups show. */
export function columnsFor(grouping: Grouping): readonly TableColumn[] {
  return columns.filter(({ id }) => id !== grouping);
}

/** A per-unit amount; null without capacity. */
export function perCapacity(
  { load, capacity }: Pick<WorkloadAmounts, 'load' | 'capacity'>,
  dimension: 'neediness' | 'revenue',
): number | null {
  return capacity > 0 ? load[dimension] / capacity : null;
}

/** The share of red accounts among those selected (0–1); null without accounts. */
export function redShare({ red, accounts }: Pick<WorkloadAmounts, 'red' | 'accounts'>) {
  return accounts > 0 ? red / accounts : null;
}

/** The share of accepted recommendations (0–1), as on the Acceptance page. */
export function acceptanceRate({
  accepted,
  recommended,
}: Pick<WorkloadAmounts, 'accepted' | 'recommended'>): number | null {
  return recommended > 0 ? accepted / recommended : null;
}

/** What a column sorts by. */
export function sortValue(row: WorkloadRow, column: WorkloadColumn): string | number | null {
  switch (column) {
    case 'csm':
      return row.csm;
    case 'manager':
      return row.manager;
    case 'class':
      return takenClassLabel(row);
    case 'accounts':
      return row.share;
    case 'neediness':
    case 'revenue':
      return perCapacity(row, column);
    case 'health':
      return redShare(row);
    case 'received':
      return row.received;
    case 'acceptance':
      return acceptanceRate(row);
    case 'trend':
      return changeOf(row.history);
  }
}
