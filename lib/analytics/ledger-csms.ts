import { sharesOf } from '@/lib/routing/objective';
import { dimensions, type RoutingPolicy } from '@/lib/routing/types';
import type { CompanyCsm } from '@/lib/warehouse/sql/company';
import type { LedgerRow } from '@/lib/warehouse/sql/ledger';
import { type Amounts, type LedgerCsm, type ReceiptCause, receiptCauses, recordOf } from './ledger';

export type ReceivedRow = Extract<LedgerRow, { question: 'received' }>;

const day = 86_400_000;
/** The mean length of a month, in days. */
const month = 30.4375;

const nothing: Amounts = recordOf(dimensions, () => 0);

/**
 * Active CSMs as the ledger counts them. One is here since their tenure says so or, where that is
 * known only to the month, since the first day on which they received something.
 */
export function ledgerCsms(
  active: readonly CompanyCsm[],
  received: readonly ReceivedRow[],
  { policy, now }: { readonly policy: RoutingPolicy; readonly now: Date },
): readonly LedgerCsm[] {
  const { red, ...shares } = sharesOf(active, policy);
  // Without anybody of the tenure that a red account wants, they are everybody's.
  const ofRed = red.some((share) => share > 0) ? red : shares.accounts;
  const rows = byCsm(received);
  return active.map(({ name, tenureMonths }, j) => {
    const own = rows.get(name) ?? [];
    const since =
      tenureMonths === null
        ? null
        : Math.floor(now.getTime() / day - Math.max(0, tenureMonths) * month);
    return {
      name,
      shares: recordOf(
        dimensions,
        (dimension) => (dimension === 'red' ? ofRed : shares[dimension])[j] as number,
      ),
      hereFrom: since === null ? null : Math.min(since, ...own.map(({ firstDay }) => firstDay)),
      received: receivedBy(own),
    };
  });
}

/** What each CSM received, by their name. */
export function byCsm(received: readonly ReceivedRow[]): ReadonlyMap<string, ReceivedRow[]> {
  const rows = new Map<string, ReceivedRow[]>();
  for (const row of received) rows.set(row.csm, [...(rows.get(row.csm) ?? []), row]);
  return rows;
}

/** What was received, by cause. */
export function receivedBy(rows: readonly ReceivedRow[]): Readonly<Record<ReceiptCause, Amounts>> {
  return recordOf(receiptCauses, (cause) => {
    const row = rows.find((each) => each.cause === cause);
    return row ? recordOf(dimensions, (dimension) => row[dimension]) : nothing;
  });
}

/** Several amounts as one. */
export function sumOf(all: readonly Amounts[]): Amounts {
  return recordOf(dimensions, (dimension) => all.reduce((sum, each) => sum + each[dimension], 0));
}
