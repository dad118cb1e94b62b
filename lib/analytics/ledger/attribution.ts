import { type Dimension, dimensions } from '@/lib/engine/types';

/** The ways in which a CSM receives an account. */
export const receiptCauses = ['engine', 'override', 'outside'] as const;
export type ReceiptCause = (typeof receiptCauses)[number];

/** Why a CSM carries more or less than their share: what they got, and what passed them by. */
export const ledgerCauses = [...receiptCauses, 'unavailable'] as const;
export type LedgerCause = (typeof ledgerCauses)[number];

/** Accounts, points of neediness, revenue per year, red accounts. */
export type Amounts = Readonly<Record<Dimension, number>>;

/** An active CSM as the ledger counts one. */
export interface LedgerCsm {
  readonly name: string;
  /** Of each dimension, 0–1; together 1 over all active CSMs. */
  readonly shares: Amounts;
  /** The day since which they are here, counted from 1 January 1970; null: always. */
  readonly hereFrom: number | null;
  readonly received: Readonly<Record<ReceiptCause, Amounts>>;
}

/** What the engine gave active CSMs in a run, or in several that are alike to the ledger. */
export interface RunAllocation {
  /** Who could receive nothing. */
  readonly unavailable: readonly string[];
  /** Counted from 1 January 1970. */
  readonly day: number;
  readonly amounts: Amounts;
}

/** A CSM's account in one dimension. */
export interface LedgerLine {
  readonly received: number;
  /** What would have been their share of all that active CSMs received. */
  readonly share: number;
  /** More than their share, or less where negative; the sum of its causes. */
  readonly surplus: number;
  readonly causes: Readonly<Record<LedgerCause, number>>;
}

/**
 * What each CSM received against their share s_j of all that active CSMs received, and why. With
 * E, O, X what came by the engine, overrides and from outside: override O_j − s_j O, outside
 * X_j − s_j X. Of the engine's part, Ê_j = Σ_r A_r s_j [j could receive in r] / Σ_k s_k [k could]
 * is what a CSM could expect of what each run r gave, A_r (s_j A_r where nobody could): engine
 * E_j − Ê_j is its choice of the best fit, unavailable Ê_j − s_j E what passed them by. The four
 * sum to the surplus, and over all CSMs each sums to zero.
 */
export function attributeSurplus(
  csms: readonly LedgerCsm[],
  gifts: readonly RunAllocation[],
): readonly Readonly<Record<Dimension, LedgerLine>>[] {
  const expected = expectedAmounts(csms, gifts);
  const totals = recordFromKeys(receiptCauses, (cause) =>
    recordFromKeys(dimensions, (dimension) =>
      csms.reduce((sum, { received }) => sum + received[cause][dimension], 0),
    ),
  );
  return csms.map(({ shares, received }, j) =>
    recordFromKeys(dimensions, (dimension) => {
      const share = shares[dimension];
      const own = (cause: ReceiptCause) => received[cause][dimension];
      const due = (cause: ReceiptCause) => share * totals[cause][dimension];
      const hoped = expected[dimension][j] as number;
      const causes = {
        engine: own('engine') - hoped,
        override: own('override') - due('override'),
        outside: own('outside') - due('outside'),
        unavailable: hoped - due('engine'),
      };
      return {
        received: own('engine') + own('override') + own('outside'),
        share: due('engine') + due('override') + due('outside'),
        surplus: causes.engine + causes.override + causes.outside + causes.unavailable,
        causes,
      };
    }),
  );
}

/**
 * Ê_j of each dimension, as s_j (Σ_r A_r / open_r − the same over the runs that passed j by), so
 * that a run costs little more than the names of those it passed by.
 */
function expectedAmounts(csms: readonly LedgerCsm[], gifts: readonly RunAllocation[]) {
  const places = new Map(csms.map(({ name }, j) => [name, j]));
  const here = Float64Array.from(csms, ({ hereFrom }) => hereFrom ?? Number.NEGATIVE_INFINITY);
  const sums = recordFromKeys(dimensions, (dimension) => {
    const shares = Float64Array.from(csms, (csm) => csm.shares[dimension]);
    return {
      shares,
      total: shares.reduce((sum, share) => sum + share, 0),
      perShare: 0,
      passedBy: new Float64Array(csms.length),
    };
  });
  for (const { unavailable, day, amounts } of gifts) {
    const passed = new Set<number>();
    for (let j = 0; j < here.length; j++) if ((here[j] as number) > day) passed.add(j);
    for (const name of unavailable) {
      const j = places.get(name);
      if (j !== undefined) passed.add(j);
    }
    for (const dimension of dimensions) {
      const sum = sums[dimension];
      const open = availableShare(sum, passed);
      sum.perShare += amounts[dimension] / (open || 1);
      if (open === 0) continue;
      for (const j of passed) {
        sum.passedBy[j] = (sum.passedBy[j] as number) + amounts[dimension] / open;
      }
    }
  }
  return recordFromKeys(dimensions, (dimension) => {
    const { shares, perShare, passedBy } = sums[dimension];
    return shares.map((share, j) => share * (perShare - (passedBy[j] as number)));
  });
}

interface Shares {
  readonly shares: Float64Array;
  readonly total: number;
}

/** The shares of all but those passed by. */
function availableShare({ shares, total }: Shares, passed: ReadonlySet<number>): number {
  let open = total;
  for (const j of passed) open -= shares[j] as number;
  if (open > total / 1000) return open;
  // A small difference of large sums is inexact, so the little that is left is added up.
  return shares.reduce((sum, share, j) => (passed.has(j) ? sum : sum + share), 0);
}

/** A record with a value for each of its keys. */
export function recordFromKeys<Key extends string, Value>(
  keys: readonly Key[],
  value: (key: Key) => Value,
): Record<Key, Value> {
  const record = {} as Record<Key, Value>;
  for (const key of keys) record[key] = value(key);
  return record;
}
