import { dimensions } from '@/lib/routing/types';
import type { Book } from './company';
import type { CsmShare } from './csm-view';

/** A CSM as far as a share of all capacity is concerned. */
interface Peer {
  readonly name: string;
  readonly capacity: number;
}

/**
 * What a CSM has of each dimension, beside the active ones.
 * @param peers all who are active, the CSM included where they are
 * @param books by the CSM's name
 */
export function sharesOf(
  csm: Peer & { readonly active: boolean },
  peers: readonly Peer[],
  books: ReadonlyMap<string, Book>,
): CsmShare[] {
  const capacity = sum(peers.map((peer) => peer.capacity));
  const part = capacity > 0 ? csm.capacity / capacity : null;
  return dimensions.map((dimension) => {
    const amountOf = ({ name }: { readonly name: string }) => books.get(name)?.[dimension] ?? 0;
    const mine = amountOf(csm);
    const amounts = peers.map(amountOf).sort((a, b) => a - b);
    const total = sum(amounts);
    return {
      dimension,
      mine,
      median: medianOf(amounts),
      active: peers.length,
      mean: peers.length > 0 ? total / peers.length : null,
      fair: csm.active && dimension !== 'red' && part !== null ? part * total : null,
      rank: csm.active ? amounts.filter((amount) => amount > mine).length + 1 : null,
    };
  });
}

/** @param ranked smallest first */
function medianOf(ranked: readonly number[]): number | null {
  const [low, high] = [ranked[(ranked.length - 1) >> 1], ranked[ranked.length >> 1]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
