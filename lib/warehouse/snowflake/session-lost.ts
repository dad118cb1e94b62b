import { AppError } from '@/lib/errors';

/**
 * The session is gone, or nobody can say whether it is. What it had not committed is not kept, so
 * whatever is not a COMMIT may be tried again on another session.
 */
export class SessionLost extends AppError {
  constructor(cause: unknown, words = 'The connection to Snowflake was lost.') {
    super('warehouse_unavailable', `${words} Nothing was changed; try again.`, { cause });
  }
}

/** Nobody knows whether a transaction was committed. */
export class CommitInDoubt extends AppError {
  constructor(cause: unknown) {
    super(
      'warehouse_unavailable',
      'The connection to Snowflake was lost while this was being saved, so it is not known whether it was. Look before you do it again.',
      { cause },
    );
  }
}
