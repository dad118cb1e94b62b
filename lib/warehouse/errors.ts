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
