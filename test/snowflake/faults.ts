import * as planned from '@/test/support/planned-faults';
import type { SnowflakeRequest } from './requests';

/** A fault that a test can plan for a request. */
export type SnowflakeFault =
  /** Drops the connection before the request is executed. */
  | 'drop-before'
  /** Executes the request and drops the connection instead of responding. */
  | 'drop-after-executing'
  /** The same, and also ends the session. */
  | 'end-after-executing'
  | 'respond-503'
  | 'respond-401'
  /** Expires the session's token. Its master token can still renew it. */
  | 'expire-session'
  /** Expires both tokens and rolls back the session's transaction. */
  | 'expire-master'
  /** Ends the session and rolls back its transaction. */
  | 'end-session'
  /** Executes the request once the fault is released. */
  | 'hold'
  /** Executes the request and responds once the fault is released. */
  | 'hold-response'
  /** Reports the statement as in progress twice before its result. */
  | 'report-in-progress'
  /** Responds with this HTTP status. */
  | { readonly status: number }
  /** Fails with this code without executing. */
  | { readonly error: { code: string; sqlState?: string; message: string } }
  /** Returns these rows of text without executing. */
  | {
      readonly result: {
        columns: readonly string[];
        rows: readonly (readonly (string | null)[])[];
      };
    };

export type ActiveSnowflakeFault = planned.ActiveFault<SnowflakeFault>;

/** The planned faults. By default, they apply to statements. */
export class SnowflakeFaultPlan extends planned.FaultPlan<SnowflakeRequest, SnowflakeFault> {
  constructor() {
    super(({ kind }) => kind === 'query');
  }
}
