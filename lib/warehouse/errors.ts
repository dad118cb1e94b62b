import { AppError } from '@/lib/server/errors';

/** The engine refused a write because another transaction changed the same rows first. */
export class WriteConflictError extends AppError {
  constructor(cause: unknown) {
    super(
      'warehouse_busy',
      'The same rows were being changed at that moment. Nothing was changed; try again.',
      { cause },
    );
  }
}

/** The engine knows who asks, and does not let the role do this. */
export class PermissionDeniedError extends AppError {
  constructor(cause: unknown) {
    super(
      'warehouse_unavailable',
      'The role of this program lacks a privilege in Snowflake. Nothing was changed; run `npm run setup`, which names what is missing and prints the grants.',
      { cause },
    );
  }
}
