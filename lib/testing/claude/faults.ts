import * as planned from '../planned-faults';
import { type Happening, isInterruption, isRefusal } from './happenings';
import type { Recorded, RequestKind } from './records';

export type Happens = planned.Happens<Happening>;

/** Whether this is a thing that can happen to a request of this kind. */
function suits(happening: Happening, kind: RequestKind): boolean {
  if (kind === 'batch-entry') return !isInterruption(happening);
  if (kind === 'message') return happening !== 'expire';
  return isInterruption(happening) || isRefusal(happening);
}

/** The faults that are planned; they meet questions, alone or in a batch, unless told otherwise. */
export class Faults extends planned.PlannedFaults<Recorded, Happening> {
  constructor() {
    super(
      ({ kind }) => kind === 'message' || kind === 'batch-entry',
      (happening, { kind }) => suits(happening, kind),
    );
  }
}
