import {
  createExclusionCheck,
  type EligibilityAccount,
  findCsmExclusions,
  isHighNeed,
} from '@/lib/engine/eligibility';
import type { RoutingPolicy } from '@/lib/engine/policy';
import type { Csm } from '@/lib/engine/types';
import { policyForDecision, toEngineCsm } from './csms';
import type { Facts } from './facts';

/** When a CSM could receive an account. */
export interface Slot {
  /** Epoch milliseconds. */
  readonly at: number;
  /** The recommendation that the CSM receives before this one, if any. */
  readonly after: string | null;
}

/** Ends of exclusions may follow each other, such as leave after a cooling period. */
const MAX_STEPS = 8;

/**
 * When one CSM can receive accounts, one after the other, by the rules of eligibility. Each account
 * takes the first slot that the rules allow after those before it.
 */
export class CsmSchedule {
  #csm: Csm;
  #freeAt: number;
  #after: string | null = null;
  #check: { readonly at: number; readonly find: ReturnType<typeof createExclusionCheck> };

  constructor(
    csm: Csm,
    private readonly rules: RoutingPolicy,
    now: number,
  ) {
    this.#csm = csm;
    this.#check = { at: now, find: createExclusionCheck(csm, rules, now) };
    this.#freeAt = now;
  }

  /**
   * Takes the first slot for an account, or returns null if the CSM has none by the deadline.
   * @param deadline epoch milliseconds
   */
  take(recommendationId: string, account: EligibilityAccount, deadline: number): Slot | null {
    let at = this.#freeAt;
    for (let step = 0; step < MAX_STEPS && at <= deadline; step += 1) {
      const [binding] = this.#exclusionsAt(at)(account);
      if (!binding) {
        const slot = { at, after: this.#after };
        this.#receive(recommendationId, account, at);
        return slot;
      }
      if (binding.until === null) return null;
      at = binding.until;
    }
    return null;
  }

  #exclusionsAt(at: number) {
    if (this.#check.at !== at) {
      this.#check = { at, find: createExclusionCheck(this.#csm, this.rules, at) };
    }
    return this.#check.find;
  }

  #receive(recommendationId: string, account: EligibilityAccount, at: number): void {
    const { book, received, receivedNeedy } = this.#csm;
    const isNeedy = isHighNeed(account.neediness, this.rules.neediness.needyFrom);
    this.#csm = {
      ...this.#csm,
      book: { ...book, accounts: book.accounts + 1 },
      received: [...received, at],
      receivedNeedy: isNeedy ? [...receivedNeedy, at] : receivedNeedy,
      lastReceivedAt: at,
    };
    this.#after = recommendationId;
    const [binding] = findCsmExclusions(this.#csm, this.rules, at);
    this.#freeAt = binding ? (binding.until ?? Number.POSITIVE_INFINITY) : at;
    this.#check = {
      at: this.#freeAt,
      find: createExclusionCheck(this.#csm, this.rules, this.#freeAt),
    };
  }
}

/** Creates a function that returns the schedule of a CSM by name; null for an unknown name. */
export function csmSchedules(
  facts: Facts,
  policy: RoutingPolicy,
  now: Date,
): (name: string) => CsmSchedule | null {
  const rules = policyForDecision(policy);
  const schedules = new Map<string, CsmSchedule | null>();
  return (name) => {
    const known = schedules.get(name);
    if (known !== undefined) return known;
    const csm = facts.csms.get(name);
    const schedule = csm
      ? new CsmSchedule(toEngineCsm(facts, csm, [], now), rules, now.getTime())
      : null;
    schedules.set(name, schedule);
    return schedule;
  };
}
