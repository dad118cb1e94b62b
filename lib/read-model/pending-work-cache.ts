import type { RoutingPolicy } from '@/lib/engine/policy';
import { type Clock, MINUTE_MS } from '@/lib/time';
import type { Facts } from './facts';
import { evaluatePending, type PendingWork } from './pending-work';

const MAX_AGE_MS = MINUTE_MS;

/** The share of the time that evaluations may take, which leaves the rest to decisions. */
const MAX_DUTY_CYCLE = 0.25;
/** Not worth waiting for. */
const MIN_WAIT_MS = 5;
const MAX_WAIT_MS = 250;

interface KeptWork {
  readonly facts: Facts;
  readonly policy: string;
  /** The time as of which it was evaluated, in epoch milliseconds. */
  readonly at: number;
  readonly work: PendingWork;
}

/** Keeps an evaluation for as long as it is right. */
export class PendingWorkCache {
  /** When the next evaluation may begin, by the clock. */
  #dueAt = Number.NEGATIVE_INFINITY;
  #waiting: Promise<void> | null = null;
  #kept: KeptWork | null = null;
  #isOutdated = false;

  constructor(private readonly clock: Clock) {}

  /**
   * Waits if the facts have changed soon after an evaluation that took long. With many pending
   * recommendations, everyone who reads them between two evaluations shares the next one.
   */
  async whenDue(): Promise<void> {
    const waitMs = this.#dueAt - this.clock.now();
    if ((this.#kept && !this.#isOutdated) || waitMs < MIN_WAIT_MS) return;
    this.#waiting ??= new Promise((resolve) => {
      this.clock.schedule(() => {
        this.#waiting = null;
        resolve();
      }, waitMs);
    });
    await this.#waiting;
  }

  get(facts: Facts, policy: RoutingPolicy, now: Date): PendingWork {
    const at = now.getTime();
    const key = JSON.stringify(policy);
    const kept = this.#kept;
    const isSame = kept?.facts === facts && kept.policy === key && isValidAt(kept, at);
    const earlier = isSame ? kept : null;
    if (earlier && !this.#isOutdated) return earlier.work;
    const startedAt = this.clock.now();
    const evaluated = evaluateAt(facts, policy, now, earlier);
    const endedAt = this.clock.now();
    const restMs = (endedAt - startedAt) * (1 / MAX_DUTY_CYCLE - 1);
    this.#dueAt = endedAt + Math.min(restMs, MAX_WAIT_MS);
    this.#kept = { facts, policy: key, ...evaluated };
    this.#isOutdated = false;
    return evaluated.work;
  }

  /**
   * The facts have changed.
   * @param ofAll whether the change can affect every CSM in a way that `inputsOf` does not contain
   */
  outdate({ ofAll }: { readonly ofAll: boolean }): void {
    this.#isOutdated = true;
    if (ofAll) this.#kept = null;
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
