import { compareNames } from '@/lib/names';
import type { CoolingHistoryRow } from '@/lib/warehouse/sql/analytics/cooling-history';
import type { ReceiptOrigin } from '@/lib/warehouse/sql/analytics/cooling-receipts';
import type { ComplianceRow, CoolingReceipt } from './history';

/** A receipt within the cooling period of the CSM's previous one. */
export interface CoolingViolation {
  readonly csm: string;
  readonly at: Date;
  readonly origin: ReceiptOrigin;
  readonly accountId: string | null;
  readonly accountName: string | null;
  readonly previousAt: Date;
  readonly previousId: string | null;
  readonly previousName: string | null;
  /** Null for an assignment without a recommendation. */
  readonly recommendationId: string | null;
  readonly runId: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  /** Whether the decision acknowledged that the CSM was cooling. */
  readonly acknowledged: boolean;
  readonly reason: string | null;
  readonly note: string | null;
}

export type HistoryRow = Extract<CoolingHistoryRow, { question: 'receipts' }>;

/** The rows of the period by week and cause. */
export function complianceRows(rows: readonly HistoryRow[]): ComplianceRow[] {
  return rows.flatMap(({ week, origin, acknowledged, tooSoon, receipts }) =>
    week === null
      ? []
      : [{ week, origin, acknowledged, receipts, violations: tooSoon ? receipts : 0 }],
  );
}

/** The rows of the period before, by cause. */
export function previousComplianceRows(rows: readonly HistoryRow[]): ComplianceRow[] {
  return rows.flatMap(({ isPrevious, origin, acknowledged, tooSoon, receipts }) =>
    isPrevious
      ? [{ week: '', origin, acknowledged, receipts, violations: tooSoon ? receipts : 0 }]
      : [],
  );
}

/** The receipts on the timeline, and the number of CSMs with receipts there, with a lane or not. */
export function timelineReceipts(rows: readonly HistoryRow[]): {
  readonly receipts: readonly (CoolingReceipt & { readonly csm: string })[];
  readonly csms: number;
} {
  const receipts = rows.flatMap(({ csm, at, accountId, origin, tooSoon, csms }) =>
    csms === null || csm === null || at === null ? [] : [{ csm, at, accountId, origin, tooSoon }],
  );
  return { receipts, csms: Math.max(0, ...rows.map(({ csms }) => csms ?? 0)) };
}

/** The listed violations, newest first. */
export function listedViolations(rows: readonly HistoryRow[]): CoolingViolation[] {
  return rows
    .flatMap(
      ({ question, isListed, week, tooSoon, receipts, csms, csm, at, previousAt, ...row }) =>
        !isListed || csm === null || at === null || previousAt === null
          ? []
          : [{ csm, at, previousAt, ...row }],
    )
    .sort(
      (a, b) =>
        b.at.getTime() - a.at.getTime() ||
        compareNames(a.csm, b.csm) ||
        (b.accountId ?? '').localeCompare(a.accountId ?? ''),
    );
}

/** The names of the accounts in the history, by id. */
export function accountNames(rows: readonly HistoryRow[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { accountId, accountName, previousId, previousName } of rows) {
    if (accountId !== null && accountName !== null) names.set(accountId, accountName);
    if (previousId !== null && previousName !== null) names.set(previousId, previousName);
  }
  return names;
}
