import { AppError } from '@/lib/server/errors';

/** Another transaction changed the same rows first. */
export class WriteConflictError extends AppError {
  constructor(cause: unknown) {
    super(
      'warehouse_busy',
      'Someone else was changing the same rows. Nothing was changed. Try again.',
      { cause },
    );
  }
}

/** The role lacks a privilege. */
export class PermissionDeniedError extends AppError {
  constructor(cause: unknown) {
    super(
      'warehouse_unavailable',
      'This program’s role lacks a privilege in Snowflake. Nothing was changed. Run `npm run setup` to list the missing grants.',
      { cause },
    );
  }
}

/** A table or view lacks a column, or a value does not have the type that the program needs. */
export class SchemaMismatchError extends AppError {
  constructor(message: string, cause: unknown) {
    super('unexpected', message, { cause });
  }
}

/** The outcome of a COMMIT is unknown. */
export class CommitUnknownError extends AppError {
  /** @param reason what happened, as a clause */
  constructor(reason: string, cause: unknown) {
    super(
      'warehouse_unavailable',
      `${reason} while saving, so the change may or may not have been saved. Check before you try again.`,
      { cause },
    );
  }
}

/** Whether the warehouse could not be reached or used, as opposed to rejecting a statement. */
export function isUnavailable(error: unknown): boolean {
  return error instanceof AppError && /^(?:warehouse_|timeout|cancelled)/.test(error.code);
}
