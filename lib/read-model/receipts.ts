/** An account that a CSM received. Times are epoch milliseconds. */
export interface Receipt {
  readonly csm: string;
  readonly accountId: string | null;
  readonly at: number;
}

/** Recently received accounts by CSM. Each receipt has a key, under which it is replaced or removed. */
export class ReceiptIndex {
  readonly #byKey = new Map<string, Receipt>();
  readonly #byCsm = new Map<string, Map<string, Receipt>>();
  /** What `timesOf` returns, until the CSM's receipts change. */
  readonly #times = new Map<string, readonly number[]>();

  /** Sets the receipt under a key, or removes it. */
  set(key: string, receipt: Receipt | null): void {
    const previous = this.#byKey.get(key);
    if (previous) {
      this.#times.delete(previous.csm);
      this.#byKey.delete(key);
      this.#byCsm.get(previous.csm)?.delete(key);
    }
    if (!receipt) return;
    this.#times.delete(receipt.csm);
    this.#byKey.set(key, receipt);
    const receipts = this.#byCsm.get(receipt.csm);
    if (receipts) receipts.set(key, receipt);
    else this.#byCsm.set(receipt.csm, new Map([[key, receipt]]));
  }

  /**
   * When a CSM received accounts after a time, newest last. An account that was both accepted and
   * assigned counts once, at the later time.
   * @param counts whether an account counts; by default, all do
   */
  receivedBy(
    csm: string,
    since: number,
    counts?: (accountId: string) => boolean,
  ): readonly number[] {
    if (counts) return this.#sortTimes(csm, counts).filter((at) => at > since);
    const times = this.timesOf(csm);
    const [first] = times;
    return first === undefined || first > since ? times : times.filter((at) => at > since);
  }

  /** When a CSM received accounts, newest last: the same array until their receipts change. */
  timesOf(csm: string): readonly number[] {
    const times = this.#times.get(csm) ?? this.#sortTimes(csm);
    this.#times.set(csm, times);
    return times;
  }

  #sortTimes(csm: string, counts?: (accountId: string) => boolean): readonly number[] {
    const latest = new Map<string | null, number>();
    for (const { accountId, at } of this.#byCsm.get(csm)?.values() ?? []) {
      if (counts && !(accountId !== null && counts(accountId))) continue;
      if (at > (latest.get(accountId) ?? Number.NEGATIVE_INFINITY)) latest.set(accountId, at);
    }
    return [...latest.values()].sort((a, b) => a - b);
  }

  /** The newest receipt of each CSM after a time. Ties go to the account with the higher id. */
  newest(since: number): ReadonlyMap<string, Receipt> {
    const newest = new Map<string, Receipt>();
    for (const receipt of this.#byKey.values()) {
      if (receipt.at <= since) continue;
      const other = newest.get(receipt.csm);
      if (!other || isLater(receipt, other)) newest.set(receipt.csm, receipt);
    }
    return newest;
  }
}

function isLater(a: Receipt, b: Receipt): boolean {
  return a.at === b.at ? (a.accountId ?? '') > (b.accountId ?? '') : a.at > b.at;
}

/** The key of an accepted recommendation. */
export const acceptedKey = (recommendationId: string): string => `accepted ${recommendationId}`;

/** The key of an account's assignment. */
export const assignedKey = (accountId: string): string => `assigned ${accountId}`;
