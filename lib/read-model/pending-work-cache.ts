import type { RoutingPolicy } from '@/lib/engine/policy';
import { MINUTE_MS } from '@/lib/time';
import type { Facts } from './facts';
import { evaluatePending, type PendingWork } from './pending-work';

const MAX_AGE_MS = MINUTE_MS;

interface KeptWork {
  readonly facts: Facts;
  readonly policy: string;
  /** The time as of which it was evaluated, in epoch milliseconds. */
  readonly at: number;
  readonly work: PendingWork;
}

/** Keeps an evaluation for as long as it is right. */
export class PendingWorkCache {
  #kept: KeptWork | null = null;
  #isOutdated = false;

  get(facts: Facts, policy: RoutingPolicy, now: Date): PendingWork {
    const at = now.getTime();
    const key = JSON.stringify(policy);
    const kept = this.#kept;
    const isSame = kept?.facts === facts && kept.policy === key && isValidAt(kept, at);
    const earlier = isSame ? kept : null;
    if (earlier && !this.#isOutdated) return earlier.work;
    const evaluated = evaluateAt(facts, policy, now, earlier);
    this.#kept = { facts, policy: key, ...evaluated };
    this.#isOutdated = false;
    return evaluated.work;
  }

  /** Some facts have changed: CSMs whose inputs are the same keep their work. */
  outdate(): void {
    this.#isOutdated = true;
  }

  /** Facts have changed that affect CSMs in a way that `inputsOf` does not contain. */
  clear(): void {
    this.#kept = null;
  }
}

/** The earlier evaluation's time is used again if what has changed since is valid for that long. */
function evaluateAt(
  facts: Facts,
  policy: RoutingPolicy,
  now: Date,
  earlier: KeptWork | null,
): Pick<KeptWork, 'at' | 'work'> {
  if (earlier) {
    const { at } = earlier;
    const work = evaluatePending(facts, policy, new Date(at), earlier.work);
    if (isValidAt({ at, work }, now.getTime())) return { at, work };
  }
  return { at: now.getTime(), work: evaluatePending(facts, policy, now) };
}

function isValidAt({ at, work }: Pick<KeptWork, 'at' | 'work'>, time: number): boolean {
  const end = Math.min(work.changesAt ?? Number.POSITIVE_INFINITY, at + MAX_AGE_MS);
  return time >= at && time < end;
}
