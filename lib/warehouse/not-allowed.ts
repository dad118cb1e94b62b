import { AppError } from '@/lib/errors';

/** The engine knows who asks, and does not let the role do this. */
export class NotAllowed extends AppError {
  constructor(cause: unknown) {
    super(
      'warehouse_unavailable',
      'The role of this program lacks a privilege in Snowflake. Nothing was changed; run `npm run setup`, which names what is missing and prints the grants.',
      { cause },
    );
  }
}
