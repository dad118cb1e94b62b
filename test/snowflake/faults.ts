import * as planned from '@/test/support/planned-faults';
import type { SnowflakeRequest } from './requests';

/** What can be made to happen to a request. */
export type SnowflakeFault =
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

export type ActiveSnowflakeFault = planned.ActiveFault<SnowflakeFault>;

/** The faults that are planned; they meet statements unless told otherwise. */
export class SnowflakeFaultPlan extends planned.FaultPlan<SnowflakeRequest, SnowflakeFault> {
  constructor() {
    super(({ kind }) => kind === 'query');
  }
}
