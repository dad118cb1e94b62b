import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { TransactionSession } from '@/lib/warehouse/transaction-session';
import type { Warehouse } from '@/lib/warehouse/types';

/**
 * A fault of a statement: its session is lost before or after the engine executes it, or it fails
 * with this error.
 */
export type StatementFault = 'lost-before' | 'lost-after' | AppError;

/** A handle to a planned fault. */
export interface PlannedStatementFault {
  /** Number of affected statements so far. */
  readonly hits: number;
  cancel(): void;
}

/** A context whose statements can fail. */
export interface FaultyContext {
  readonly ctx: Context;
  /** Plans a fault for one of the next statements, counted from 0. A COMMIT counts as a statement. */
  faultAt(position: number, fault: StatementFault): PlannedStatementFault;
  /** Plans a fault for every statement from this position on. */
  faultFrom(position: number, fault: StatementFault): PlannedStatementFault;
  /** Plans a fault for every COMMIT. */
  faultAtCommit(fault: StatementFault): PlannedStatementFault;
  /** Plans a fault for the next COMMIT and every statement after it. */
  faultFromCommit(fault: StatementFault): PlannedStatementFault;
}

/** The same as the Snowflake driver's. */
const MAX_ATTEMPTS = 5;

class SessionLostError extends Error {}
class CommitUnknownError extends SessionLostError {}

/**
 * Wraps a context with faults, on any engine. Recovers as the Snowflake driver does (its own tests
 * prove that it does): a transaction whose session is lost is rolled back and run again. After a
 * lost response to COMMIT, it is run again only if it is idempotent.
 */
export function withStatementFaults(ctx: Context): FaultyContext {
  const { warehouse } = ctx;
  /** Throws the planned fault if it applies to this statement. */
  let throwFault: (at: 'before' | 'after', position: number, isCommit?: boolean) => void = () => {};
  let executed = 0;

  async function execute<R>(statement: () => Promise<R>): Promise<R> {
    const position = executed++;
    throwFault('before', position);
    const result = await statement();
    throwFault('after', position);
    return result;
  }

  async function retry<R>(run: () => Promise<R>, idempotent: boolean): Promise<R> {
    let isUnknown = false;
    for (let attempt = 1; ; attempt++) {
      try {
        return await run();
      } catch (error) {
        if (!(error instanceof SessionLostError)) throw error;
        const unknown = error instanceof CommitUnknownError;
        isUnknown ||= unknown;
        if (attempt < MAX_ATTEMPTS && (!unknown || idempotent)) continue;
        const outcome = isUnknown
          ? 'It is not known whether it was saved.'
          : 'Nothing was changed.';
        throw new AppError('warehouse_unavailable', `The connection was lost. ${outcome}`);
      }
    }
  }

  const faulty: Warehouse = {
    kind: warehouse.kind,
    read: (query, options) => retry(() => execute(() => warehouse.read(query, options)), true),
    transaction: (name, work, options) =>
      retry(async () => {
        let hasWritten = false;
        let commit = 0;
        const result = await warehouse.transaction(
          name,
          async (session) => {
            const open = new TransactionSession(
              {
                read: (query) => execute(() => session.read(query)),
                write(command) {
                  hasWritten = true;
                  return execute(() => session.write(command));
                },
              },
              (error) => error instanceof SessionLostError,
            );
            const result = await work(open).finally(() => open.end());
            if (open.retryError) throw open.retryError;
            if (hasWritten) {
              commit = executed++;
              throwFault('before', commit, true);
            }
            return result;
          },
          options,
        );
        try {
          if (hasWritten) throwFault('after', commit, true);
        } catch (error) {
          throw error instanceof SessionLostError ? new CommitUnknownError() : error;
        }
        return result;
      }, options?.idempotent === true),
    script: (text, options) => warehouse.script(text, options),
    onCommit: (listener) => warehouse.onCommit(listener),
    close: () => warehouse.close(),
  };

  function plan(applies: (position: number, isCommit: boolean) => boolean, fault: StatementFault) {
    let hits = 0;
    executed = 0;
    throwFault = (at, position, isCommit = false) => {
      if (!applies(position, isCommit) || (fault === 'lost-after') !== (at === 'after')) return;
      hits++;
      throw fault instanceof AppError ? fault : new SessionLostError();
    };
    return {
      get hits() {
        return hits;
      },
      cancel() {
        throwFault = () => {};
      },
    };
  }

  return {
    ctx: { ...ctx, warehouse: faulty },
    faultAt: (position, fault) => plan((at) => at === position, fault),
    faultFrom: (position, fault) => plan((at) => at >= position, fault),
    faultAtCommit: (fault) => plan((_, isCommit) => isCommit, fault),
    faultFromCommit(fault) {
      let isReached = false;
      return plan((_, isCommit) => {
        isReached ||= isCommit;
        return isReached;
      }, fault);
    },
  };
}
