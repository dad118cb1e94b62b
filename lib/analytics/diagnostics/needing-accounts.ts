import { compareCodeUnits } from '@/lib/names';
import type { NeedingRow } from '@/lib/warehouse/sql/analytics/company';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';

/** An account that a run may place. */
export type RoutableAccountRow = Omit<Extract<NeedingRow, { question: 'routable' }>, 'question'>;

/** The accounts that need a CSM. */
export interface NeedingAccounts {
  readonly needing: number;
  /** Accounts that a run may place. */
  readonly routable: number;
  readonly pending: number;
  /** Accounts assigned since they started to need a CSM, without a pending recommendation. */
  readonly assignedSince: number;
  /** When the longest-waiting routable account started to need a CSM. */
  readonly waitingSince: Date | null;
  /** The accounts that a run may place, longest-waiting first. */
  readonly toPlace: readonly RoutableAccountRow[];
}

/** Adds up the counts of the classes, and lists the accounts to place. */
export function needingAccountsOf(rows: readonly NeedingRow[]): NeedingAccounts {
  const classes = rowsFor(rows, 'needing');
  const toPlace = rowsFor(rows, 'routable')
    .map(({ question, ...account }) => account)
    .sort(compareWaiting);
  return {
    needing: sumBy(classes, (row) => row.accounts),
    routable: toPlace.length,
    pending: sumBy(classes, (row) => row.pending),
    assignedSince: sumBy(classes, (row) => row.assignedSince),
    waitingSince: toPlace[0]?.waitingSince ?? null,
    toPlace,
  };
}

function compareWaiting(a: RoutableAccountRow, b: RoutableAccountRow): number {
  const since = ({ waitingSince }: RoutableAccountRow) => waitingSince?.getTime() ?? Infinity;
  // Two unknown times differ by NaN.
  return since(a) - since(b) || compareCodeUnits(a.id, b.id);
}

export function sumBy<Row>(rows: readonly Row[], amountOf: (row: Row) => number): number {
  return rows.reduce((sum, row) => sum + amountOf(row), 0);
}
