/** A fault to inject: which requests, what happens, and how often. */
export interface Fault<Request, Effect> {
  /** Defaults to the requests that the server's plan names. */
  readonly when?: (request: Request) => boolean;
  readonly do: Effect;
  /** 1 by default. */
  readonly times?: number;
}

/** A handle on a planned fault. */
export interface PlannedFault<Request> {
  /** Resolves with the first request that the fault applies to. */
  readonly reached: Promise<Request>;
  /** How many requests it has applied to. */
  readonly hits: number;
  /** Releases the requests that are on hold, and later ones. */
  release(): void;
  /** Removes the fault. */
  cancel(): void;
}

/** A fault as applied to one request. */
export interface ActiveFault<Effect> {
  readonly do: Effect;
  readonly released: Promise<void>;
}

type PendingFault<Request, Effect> = Fault<Request, Effect> & {
  left: number;
  readonly apply: (request: Request) => ActiveFault<Effect>;
  readonly release: () => void;
};

/** The planned faults of a test server. Each applies to the next request that matches. */
export class FaultPlan<Request, Effect> {
  #planned: PendingFault<Request, Effect>[] = [];

  /** @param appliesByDefault the requests that a fault without `when` applies to */
  constructor(private readonly appliesByDefault: (request: Request) => boolean) {}

  /** Plans a fault. If several match a request, the one planned first applies. */
  plan(fault: Fault<Request, Effect>): PlannedFault<Request> {
    let resolveReached: (request: Request) => void = () => {};
    let release = () => {};
    let hits = 0;
    const reached = new Promise<Request>((resolve) => {
      resolveReached = resolve;
    });
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const planned: PendingFault<Request, Effect> = {
      ...fault,
      left: fault.times ?? 1,
      release,
      apply(request) {
        hits++;
        planned.left--;
        resolveReached(request);
        return { do: fault.do, released };
      },
    };
    this.#planned.push(planned);
    return {
      reached,
      get hits() {
        return hits;
      },
      release,
      cancel: () => {
        planned.left = 0;
        release();
      },
    };
  }

  /** Returns the fault that applies to this request, and counts it as used. */
  take(request: Request): ActiveFault<Effect> | undefined {
    return this.#planned
      .find(({ left, when = this.appliesByDefault }) => left > 0 && when(request))
      ?.apply(request);
  }

  /** Removes and releases every fault. */
  clear(): void {
    for (const planned of this.#planned.splice(0)) {
      planned.left = 0;
      planned.release();
    }
  }
}
