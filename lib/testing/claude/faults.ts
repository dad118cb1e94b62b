import type { ErrorType } from '@anthropic-ai/sdk/resources/shared';
import type { Recorded, RequestKind } from './records';

/** What can be made wrong with an answer, which arrives as if nothing were. */
export type Distortion =
  /** Half of the JSON, as if Claude had ended there by itself. */
  | 'malformed-json'
  /** Words in place of JSON. */
  | 'prose'
  /** A message without any content. */
  | 'empty-content'
  /** stop_reason `refusal`, without content. */
  | 'refusal'
  /** stop_reason `max_tokens`, with half of the JSON. */
  | 'max-tokens'
  /** Every id in the answer is another. */
  | 'wrong-ids'
  /** The last one asked about is missing. */
  | 'leave-one-out'
  /** One that was not asked about comes in addition. */
  | 'add-one'
  /** The first one comes twice. */
  | 'double-one'
  /** The first one is to be reassigned to somebody who was not offered. */
  | 'suggest-outsider'
  /** Any other change to the answer. */
  | { readonly change: (answer: unknown) => unknown };

/** An HTTP error; of a batch's entry, the error in its place. */
export interface Refusal {
  readonly status: number;
  /** Seconds, fractions too; the SDK waits as long. */
  readonly retryAfter?: number;
  /** The usual one of the status unless given. */
  readonly type?: ErrorType;
  /** `error.details.error_code`, such as `enforced_spend_limit_reached`. */
  readonly errorCode?: string;
  readonly message?: string;
}

/** What can be made to happen to the connection. */
export type Interruption =
  /** Cut before anything is done. */
  | 'cut-before'
  /** Answered and paid for, but cut in place of the answer. */
  | 'cut-after'
  /** Cut in the middle of the answer's body. */
  | 'cut-amid'
  /** Nothing is done until the fault is released. */
  | 'hold'
  /** Answered, but the second half of the body waits until the fault is released. */
  | 'hold-amid';

/** What can be made to happen to a request; `expire` only to an entry. */
export type Happening = Distortion | Refusal | Interruption | 'expire';

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

/** Whether it is the connection that something happens to. */
export function isInterruption(happening: Happening): happening is Interruption {
  return ['cut-before', 'cut-after', 'cut-amid', 'hold', 'hold-amid'].some(
    (each) => each === happening,
  );
}

/** Whether this is a thing that can happen to a request of this kind. */
function suits(happening: Happening, kind: RequestKind): boolean {
  if (kind === 'batch-entry') return !isInterruption(happening);
  if (kind === 'message') return happening !== 'expire';
  return isInterruption(happening) || isRefusal(happening);
}

/** Whether the request is answered by an HTTP error. */
export function isRefusal(happening: Happening | undefined): happening is Refusal {
  return typeof happening === 'object' && 'status' in happening;
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
