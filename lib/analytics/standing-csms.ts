import type { Csm } from '@/lib/routing/types';
import { csmOf } from '@/lib/runs/situation';
import type { CompanyCsm } from '@/lib/warehouse/sql/company';
import type { ReceiptsRow, ReservationRow } from '@/lib/warehouse/sql/lately';
import { type Book, emptyBook } from './company';

/** A CSM with what they received lately and what reserves them. */
export interface StandingCsm
  extends Omit<CompanyCsm, 'question'>,
    Omit<ReceiptsRow, 'csm' | 'lastReceivedAt'> {
  readonly lastReceivedAt: Date | null;
  readonly reservedAt: Date | null;
}

/** What happened lately, by the CSM concerned. */
export interface Lately {
  readonly receipts: readonly ReceiptsRow[];
  /** Of each CSM, the newest counts. */
  readonly reservations: readonly ReservationRow[];
}

const never = new Date(-8_640_000_000_000_000);

/** CSMs with what happened to them lately. */
export function standingOf(csms: readonly CompanyCsm[], lately: Lately): readonly StandingCsm[] {
  const receipts = new Map(lately.receipts.map((row) => [row.csm, row]));
  const reservations = new Map<string, Date>();
  for (const { csm, at } of lately.reservations) {
    if (at > (reservations.get(csm) ?? never)) reservations.set(csm, at);
  }
  return csms.map((csm) => {
    const received = receipts.get(csm.name);
    return {
      name: csm.name,
      active: csm.active,
      manager: csm.manager,
      tenureMonths: csm.tenureMonths,
      segment: csm.segment,
      level: csm.level,
      capacity: csm.capacity,
      awayUntil: csm.awayUntil,
      receivedAges: received?.receivedAges ?? [],
      lastReceivedAt: received?.lastReceivedAt ?? null,
      reservedAt: reservations.get(csm.name) ?? null,
    };
  });
}

/** The same as the engine looks at them, with their books by their names. */
export function standingCsmsOf(
  csms: readonly CompanyCsm[],
  lately: Lately,
  books: ReadonlyMap<string, Book>,
  now: Date,
): readonly Csm[] {
  return standingOf(csms, lately).map((csm) => csmOf(csm, books.get(csm.name) ?? emptyBook, now));
}
