/** Which requests something happens to, what, and how often. */
export interface Fault<Request, Happening> {
  /** Those that the server means, unless told otherwise. */
  readonly when?: (request: Request) => boolean;
  readonly do: Happening;
  /** Once unless told otherwise. */
  readonly times?: number;
}

/** A fault that was planned. */
export interface PlannedFault<Request> {
  /** Settles with the first request that it happens to. */
  readonly reached: Promise<Request>;
  /** How many requests it has happened to. */
  readonly hits: number;
  /** Lets go what is held, and what would be. */
  release(): void;
  /** Calls the fault off. */
  cancel(): void;
}

/** A fault as it happens to one request. */
export interface ActiveFault<Happening> {
  readonly do: Happening;
  readonly released: Promise<void>;
}

type Pending<Request, Happening> = Fault<Request, Happening> & {
  left: number;
  readonly happen: (request: Request) => ActiveFault<Happening>;
  readonly release: () => void;
};

/** The faults that are planned for a server of the tests', each for the next request that it fits. */
export class FaultPlan<Request, Happening> {
  #planned: Pending<Request, Happening>[] = [];

  /**
   * @param isMeant the requests that a fault meets which does not say
   * @param suits whether a thing can happen to a request at all
   */
  constructor(
    private readonly isMeant: (request: Request) => boolean,
    private readonly suits: (happening: Happening, request: Request) => boolean = () => true,
  ) {}

  /** Plans a fault. One planned earlier comes first where both fit. */
  plan(fault: Fault<Request, Happening>): PlannedFault<Request> {
    let reach: (request: Request) => void = () => {};
    let release = () => {};
    let hits = 0;
    const reached = new Promise<Request>((resolve) => {
      reach = resolve;
    });
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const planned = {
      ...fault,
      left: fault.times ?? 1,
      release,
      happen(request: Request) {
        hits++;
        planned.left--;
        reach(request);
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

  /** What happens to this request. */
  take(request: Request): ActiveFault<Happening> | undefined {
    return this.#planned
      .find(
        ({ left, do: happening, when = this.isMeant }) =>
          left > 0 && this.suits(happening, request) && when(request),
      )
      ?.happen(request);
  }

  /** Calls every fault off, and lets go what they hold. */
  clear(): void {
    for (const planned of this.#planned.splice(0)) {
      planned.left = 0;
      planned.release();
    }
  }
}
