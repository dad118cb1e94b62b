import type { Recorded } from './records';

/** What can be made to happen to a request. */
export type Happening =
  /** The connection is cut before anything is done. */
  | 'drop-before'
  /** The request is carried out, and the connection is cut in place of an answer. */
  | 'drop-after-executing'
  /** The same, and the session is gone when it is asked again. */
  | 'end-after-executing'
  | 'answer-503'
  | 'answer-401'
  /** The session's token has expired; its master token still renews it. */
  | 'expire-session'
  /** Both tokens have expired, and what the session had open is undone. */
  | 'expire-master'
  /** The session is gone, and what it had open is undone. */
  | 'end-session'
  /** Nothing is done until the fault is released. */
  | 'hold'
  /** The request is carried out, and the answer is held until the fault is released. */
  | 'hold-answer'
  /** The statement is answered as in progress twice, however soon it ends. */
  | 'answer-in-progress'
  /** Any other HTTP status. */
  | { readonly status: number }
  /** Not carried out, but refused with this code. */
  | { readonly error: { code: string; sqlState?: string; message: string } }
  /** Not carried out, but answered with these rows of text. */
  | {
      readonly answer: {
        columns: readonly string[];
        rows: readonly (readonly (string | null)[])[];
      };
    };

/** Which requests something happens to, what, and how often. */
export interface Fault {
  /** Every statement unless told otherwise. */
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
    const isMeant = ({ kind }: Recorded) => kind === 'query';
    const found = this.#planned.find(({ left, when = isMeant }) => left > 0 && when(request));
    return found?.happen(request);
  }

  /** Calls every fault off. */
  clear(): void {
    for (const planned of this.#planned.splice(0)) {
      planned.left = 0;
      planned.release();
    }
  }
}
