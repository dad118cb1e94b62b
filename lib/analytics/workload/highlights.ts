import { NEAR_CAPACITY_SHARE } from '@/lib/engine/fairness';
import { changeOf } from './fullness-history';
import type { WorkloadRow } from './get-workload';

/** Below this part of their share of the accounts, a CSM has a light load. */
const LIGHT_LOAD = 0.85;

/** From this change of the share of capacity (0–1), a CSM is getting fuller. */
const FILLING_CHANGE = 0.05;

/** Who is full, who has a light load, and who is getting fuller; each with the most striking first. */
export interface Highlights {
  /** At 90% of their capacity or more. */
  readonly full: readonly WorkloadRow[];
  /** Well below their share among the CSMs who take the same accounts. */
  readonly light: readonly WorkloadRow[];
  /** By five percentage points of capacity or more over the period. */
  readonly filling: readonly WorkloadRow[];
}

/** Whether a share of capacity is over capacity, near it (from 90%), or leaves room. */
export function capacityLevel(share: number | null): 'over' | 'near' | 'room' {
  if (share === null || share < NEAR_CAPACITY_SHARE) return 'room';
  return share > 1 ? 'over' : 'near';
}

export function findHighlights(rows: readonly WorkloadRow[]): Highlights {
  const ofShare = ({ load, target }: WorkloadRow) => load.accounts / target.accounts;
  const change = ({ history }: WorkloadRow) => changeOf(history) ?? 0;
  return {
    full: rows
      .filter(({ share }) => capacityLevel(share) !== 'room')
      .sort((a, b) => (b.share ?? 0) - (a.share ?? 0)),
    light: rows
      .filter((row) => row.hasPeers && row.target.accounts > 0 && ofShare(row) < LIGHT_LOAD)
      .sort((a, b) => ofShare(a) - ofShare(b)),
    filling: rows
      .filter((row) => change(row) >= FILLING_CHANGE)
      .sort((a, b) => change(b) - change(a)),
  };
}
