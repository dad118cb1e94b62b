import { nameKey } from '@/lib/names';
import type { RunBooks } from '@/lib/read-model/run-schemas';

/** Accounts, including pending recommendations, and the capacity for them. */
export interface Fullness {
  readonly accounts: number;
  readonly capacity: number;
}

/** How full CSMs were at some times: when runs started, and now. */
export interface FullnessSample {
  readonly at: Date;
  /** By `nameKey`. */
  readonly byCsm: ReadonlyMap<string | null, Fullness>;
}

/** Returns the samples of runs, oldest first. */
export function runSamples(
  runs: readonly { readonly at: Date; readonly books: RunBooks }[],
): readonly FullnessSample[] {
  return runs
    .map(({ at, books }) => ({
      at,
      byCsm: new Map(
        Object.entries(books).map(([name, [accounts, capacity]]) => [
          nameKey(name),
          { accounts, capacity },
        ]),
      ),
    }))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** One CSM in each sample; null where they were not active. */
export function historyOf(
  samples: readonly FullnessSample[],
  csm: string,
): readonly (Fullness | null)[] {
  const key = nameKey(csm);
  return samples.map(({ byCsm }) => byCsm.get(key) ?? null);
}

/** Adds up several CSMs, sample by sample. */
export function sumHistories(
  histories: readonly (readonly (Fullness | null)[])[],
): readonly (Fullness | null)[] {
  const [first = []] = histories;
  return first.map((_, index) =>
    histories.reduce<Fullness | null>((sum, history) => {
      const sample = history[index] ?? null;
      if (sample === null || sum === null) return sum ?? sample;
      return {
        accounts: sum.accounts + sample.accounts,
        capacity: sum.capacity + sample.capacity,
      };
    }, null),
  );
}

/** Accounts ÷ capacity; null without capacity. */
export function shareOf(fullness: Fullness | null): number | null {
  return fullness && fullness.capacity > 0 ? fullness.accounts / fullness.capacity : null;
}

/** The last share of capacity minus the first one (0–1); null with fewer than two. */
export function changeOf(history: readonly (Fullness | null)[]): number | null {
  const shares = history.map(shareOf).filter((share) => share !== null);
  const [first] = shares;
  const last = shares.at(-1);
  return first === undefined || last === undefined || shares.length < 2 ? null : last - first;
}
