import { type Happening, isInterruption, isRefusal } from './happenings';
import type { Recorded, RequestKind } from './records';

export type { Happening } from './happenings';

/** Which requests something happens to, what, and how often. */
export interface Fault {
  /** Every question to Claude, by itself or in a batch, unless told otherwise. */
  readonly when?: (request: Recorded) => boolean;
  readonly do: Happening;
  /** Once unless told otherwise. */
  readonly times?: number;
}

/** A fault that was planned. */
export interface Planned {
  /** Settles with the first request that it happens to. */
  readonly reached: Promise<Recorded>;
  /** How many requests it has happened to. */
  readonly hits: number;
  /** Lets go what is held, and what would be. */
  release(): void;
  /** Calls the fault off. */
  cancel(): void;
}

/** A fault as it happens to one request. */
export interface Happens {
  readonly do: Happening;
  readonly released: Promise<void>;
}

/** Whether this is a thing that can happen to a request of this kind. */
function suits(happening: Happening, kind: RequestKind): boolean {
  if (kind === 'batch-entry') return !isInterruption(happening);
  if (kind === 'message') return happening !== 'expire';
  return isInterruption(happening) || isRefusal(happening);
}

/** The faults that are planned, each for the next request that it fits. */
export class Faults {
  #planned: (Fault & { left: number; happen: (request: Recorded) => Happens; release(): void })[] =
    [];

  /** Plans a fault. One planned earlier comes first where both fit. */
  next(fault: Fault): Planned {
    let reach: (request: Recorded) => void = () => {};
    let release = () => {};
    let hits = 0;
    const reached = new Promise<Recorded>((resolve) => {
      reach = resolve;
    });
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const planned = {
      ...fault,
      left: fault.times ?? 1,
      release,
      happen(request: Recorded) {
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
  take(request: Recorded): Happens | undefined {
    const asks = ({ kind }: Recorded) => kind === 'message' || kind === 'batch-entry';
    const fits = (each: Fault & { left: number }) =>
      each.left > 0 && suits(each.do, request.kind) && (each.when ?? asks)(request);
    return this.#planned.find(fits)?.happen(request);
  }

  /** Calls every fault off, and lets go what they hold. */
  clear(): void {
    for (const planned of this.#planned.splice(0)) {
      planned.left = 0;
      planned.release();
    }
  }
}
