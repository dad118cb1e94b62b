import { type Dimension, dimensions } from '@/lib/engine/types';

/** How a CSM received an account: by accepted recommendation, by override, or outside the app. */
export const receiptCauses = ['engine', 'override', 'outside'] as const;
export type ReceiptCause = (typeof receiptCauses)[number];

/** Why a CSM received more or less than their share. */
export const surplusCauses = [...receiptCauses, 'unavailable'] as const;
export type SurplusCause = (typeof surplusCauses)[number];

/** Accounts, neediness points, annual revenue, and red accounts. */
export type Amounts = Readonly<Record<Dimension, number>>;

/** An active CSM in the ledger. */
export interface LedgerCsm {
  readonly name: string;
  /** Shares of the accounts per dimension (0–1). They sum to 1 over all active CSMs. */
  readonly shares: Amounts;
  /** First day, in days since 1970-01-01. Null: before any run. */
  readonly startDay: number | null;
  readonly received: Readonly<Record<ReceiptCause, Amounts>>;
}

/** What the engine placed in a run, or in several runs of one day with the same availability. */
export interface RunAllocation {
  /** CSMs who could not receive an account. */
  readonly unavailable: readonly string[];
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly amounts: Amounts;
}

/** A CSM's figures in one dimension. */
export interface LedgerLine {
  readonly received: number;
  /** The CSM's share of everything that active CSMs received. */
  readonly share: number;
  /** Received minus share, which is the sum of the causes. */
  readonly surplus: number;
  readonly causes: Readonly<Record<SurplusCause, number>>;
}

/**
 * Splits each CSM's surplus over their share s_j by cause. E, O, and X are the totals received
 * through the engine, overrides, and assignments outside the app.
 * - override: O_j − s_j O
 * - outside: X_j − s_j X
 * - engine (choice of the best fit): E_j − Ê_j
 * - unavailable: Ê_j − s_j E
 *
 * Ê_j = Σ_r A_r s_j [j available in r] / Σ_k s_k [k available in r] is what CSM j could expect of the
 * amount A_r that run r placed (s_j A_r if nobody was available). Each cause sums to 0 over all CSMs.
 */
export function attributeSurplus(
  csms: readonly LedgerCsm[],
  runs: readonly RunAllocation[],
): readonly Readonly<Record<Dimension, LedgerLine>>[] {
  const expectedByDimension = expectedAmounts(csms, runs);
  const totals = recordFromKeys(receiptCauses, (cause) =>
    recordFromKeys(dimensions, (dimension) =>
      csms.reduce((sum, { received }) => sum + received[cause][dimension], 0),
    ),
  );
  return csms.map(({ shares, received }, j) =>
    recordFromKeys(dimensions, (dimension) => {
      const actual = (cause: ReceiptCause) => received[cause][dimension];
      const fair = (cause: ReceiptCause) => shares[dimension] * totals[cause][dimension];
      const expected = expectedByDimension[dimension][j] as number;
      const causes = {
        engine: actual('engine') - expected,
        override: actual('override') - fair('override'),
        outside: actual('outside') - fair('outside'),
        unavailable: expected - fair('engine'),
      };
      return {
        received: actual('engine') + actual('override') + actual('outside'),
        share: fair('engine') + fair('override') + fair('outside'),
        surplus: causes.engine + causes.override + causes.outside + causes.unavailable,
        causes,
      };
    }),
  );
}

/**
 * Ê_j per dimension, computed as s_j (Σ_r A_r / available share − the same sum over the runs in
 * which j was unavailable), so that a run's cost depends only on how many CSMs were unavailable.
 */
function expectedAmounts(csms: readonly LedgerCsm[], runs: readonly RunAllocation[]) {
  const indexByName = new Map(csms.map(({ name }, j) => [name, j]));
  const startDays = Float64Array.from(csms, ({ startDay }) => startDay ?? Number.NEGATIVE_INFINITY);
  const sums = recordFromKeys(dimensions, (dimension) => {
    const shares = Float64Array.from(csms, (csm) => csm.shares[dimension]);
    return {
      shares,
      total: shares.reduce((sum, share) => sum + share, 0),
      perShare: 0,
      missedPerShare: new Float64Array(csms.length),
    };
  });
  for (const { unavailable, day, amounts } of runs) {
    const absent = new Set<number>();
    for (let j = 0; j < startDays.length; j++) if ((startDays[j] as number) > day) absent.add(j);
    for (const name of unavailable) {
      const j = indexByName.get(name);
      if (j !== undefined) absent.add(j);
    }
    for (const dimension of dimensions) {
      const sum = sums[dimension];
      const available = availableShare(sum, absent);
      sum.perShare += amounts[dimension] / (available || 1);
      if (available === 0) continue;
      for (const j of absent) {
        sum.missedPerShare[j] = (sum.missedPerShare[j] as number) + amounts[dimension] / available;
      }
    }
  }
  return recordFromKeys(dimensions, (dimension) => {
    const { shares, perShare, missedPerShare } = sums[dimension];
    return shares.map((share, j) => share * (perShare - (missedPerShare[j] as number)));
  });
}

interface Shares {
  readonly shares: Float64Array;
  readonly total: number;
}

/** The total share of everyone who is not absent. */
function availableShare({ shares, total }: Shares, absent: ReadonlySet<number>): number {
  let available = total;
  for (const j of absent) available -= shares[j] as number;
  if (available > total / 1000) return available;
  // A small difference between large sums is inexact, so sum the remaining shares instead.
  return shares.reduce((sum, share, j) => (absent.has(j) ? sum : sum + share), 0);
}

/** Builds a record by computing a value for each key. */
export function recordFromKeys<Key extends string, Value>(
  keys: readonly Key[],
  value: (key: Key) => Value,
): Record<Key, Value> {
  const record = {} as Record<Key, Value>;
  for (const key of keys) record[key] = value(key);
  return record;
}
