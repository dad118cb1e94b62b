import { fullnessDimensions } from '@/lib/engine/types';
import { compareNames, nameKey } from '@/lib/names';
import { sumHistories } from './fullness-history';
import type { WorkloadRow } from './get-workload';

/** What the rows are grouped by. */
export const groupings = ['class', 'manager', 'none'] as const;
export type Grouping = (typeof groupings)[number];

/** The amounts of a CSM's row, or their sums over a group. */
export type WorkloadAmounts = Omit<
  WorkloadRow,
  'csm' | 'manager' | 'segment' | 'level' | 'tenureMonths' | 'eligible'
>;

/** The CSMs of a class or of a manager's team, with their sums. */
export interface WorkloadGroup {
  readonly key: string;
  readonly label: string;
  /** In the given order. */
  readonly rows: readonly WorkloadRow[];
  readonly total: WorkloadAmounts;
}

/** The classes of accounts that a CSM takes: "Residential · any level". */
export function takenClassLabel({
  segment,
  level,
}: Pick<WorkloadRow, 'segment' | 'level'>): string {
  if (segment === null && level === null) return 'Any class';
  return `${segment ?? 'Any segment'} · ${level ?? 'any level'}`;
}

const NO_MANAGER = 'No manager';

/** Groups rows; the groups are sorted by label, with "any class" and "no manager" last. */
export function groupRows(
  rows: readonly WorkloadRow[],
  grouping: Grouping,
): readonly WorkloadGroup[] {
  const labelOf = (row: WorkloadRow) => {
    if (grouping === 'none') return 'All CSMs';
    return grouping === 'class' ? takenClassLabel(row) : (row.manager ?? NO_MANAGER);
  };
  const isLast = (row: WorkloadRow) =>
    grouping === 'class' ? row.segment === null && row.level === null : row.manager === null;
  const groups = new Map<string, { label: string; last: boolean; rows: WorkloadRow[] }>();
  for (const row of rows) {
    const label = labelOf(row);
    const key = nameKey(label) ?? label;
    const group = groups.get(key);
    if (group) group.rows.push(row);
    else groups.set(key, { label, last: isLast(row), rows: [row] });
  }
  return [...groups]
    .sort(([, a], [, b]) => Number(a.last) - Number(b.last) || compareNames(a.label, b.label))
    .map(([key, { label, rows: members }]) => ({
      key,
      label,
      rows: members,
      total: sumRows(members),
    }));
}

function sumRows(rows: readonly WorkloadRow[]): WorkloadAmounts {
  const sum = (amount: (row: WorkloadRow) => number) =>
    rows.reduce((total, row) => total + amount(row), 0);
  const sums = (of: 'load' | 'target') => {
    const [accounts = 0, neediness = 0, revenue = 0] = fullnessDimensions.map((dimension) =>
      sum((row) => row[of][dimension]),
    );
    return { accounts, neediness, revenue };
  };
  const capacity = sum((row) => row.capacity);
  const load = sums('load');
  return {
    accounts: sum((row) => row.accounts),
    owned: sum((row) => row.owned),
    pending: sum((row) => row.pending),
    capacity,
    share: capacity > 0 ? load.accounts / capacity : null,
    load,
    target: sums('target'),
    hasPeers: rows.some(({ hasPeers }) => hasPeers),
    red: sum((row) => row.red),
    yellow: sum((row) => row.yellow),
    green: sum((row) => row.green),
    unknown: sum((row) => row.unknown),
    received: sum((row) => row.received),
    recommended: sum((row) => row.recommended),
    accepted: sum((row) => row.accepted),
    history: sumHistories(rows.map(({ history }) => history)),
  };
}
