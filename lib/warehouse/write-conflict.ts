import { AppError } from '@/lib/errors';

/** The engine refused a write because another transaction changed the same rows first. */
export class WriteConflict extends AppError {
  constructor(cause: unknown) {
    super(
      'warehouse_busy',
      'The same rows were being changed at that moment. Nothing was changed; try again.',
      { cause },
    );
  }
}
