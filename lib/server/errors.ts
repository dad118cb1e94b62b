import { currentRequestId } from './request-id';

/**
 * All error codes and their HTTP status. The code also determines the CLI's exit code. The message is
 * written where the error is thrown.
 */
export const errorStatus = {
  invalid_input: 400,
  sign_in_required: 401,
  forbidden: 403,
  not_found: 404,
  already_decided: 409,
  policy_changed: 409,
  csm_changed: 409,
  needs_confirmation: 409,
  undo_expired: 409,
  wrong_person: 409,
  last_admin: 409,
  run_in_progress: 409,
  backup_in_progress: 409,
  idempotency_key_reused: 422,
  not_routable: 422,
  no_active_csm: 422,
  too_many_attempts: 429,
  sso_failed: 502,
  cancelled: 499,
  warehouse_missing: 503,
  warehouse_busy: 503,
  warehouse_read_only: 503,
  warehouse_too_new: 503,
  warehouse_unavailable: 503,
  timeout: 504,
  unexpected: 500,
} as const satisfies Record<string, number>;

export type ErrorCode = keyof typeof errorStatus;

/** An error as clients see it. */
export interface ErrorResponse {
  readonly code: ErrorCode;
  /** What happened, what was kept, and what to do next, in the user's words. */
  readonly message: string;
  /** Data for the interface, such as who decided first. Never a driver's message. */
  readonly details?: Readonly<Record<string, unknown>>;
}

const brand = Symbol.for('csm-routing.app-error');

/** The only error type that services throw. Its message may be shown to people; its `cause` may not. */
export class AppError extends Error {
  // Compare a brand, because Next.js gives pages and routes separate copies of this class.
  static override [Symbol.hasInstance](value: unknown): boolean {
    // A subclass inherits this method, but must not match every AppError.
    // biome-ignore-start lint/complexity/noThisInStatic: the result depends on the class
    if (this !== AppError) return Function.prototype[Symbol.hasInstance].call(this, value);
    // biome-ignore-end lint/complexity/noThisInStatic: the result depends on the class
    return typeof value === 'object' && value !== null && brand in value;
  }

  readonly [brand] = true;
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; details?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.details = options.details;
  }

  /** Next.js hides a thrown error's message from the browser but passes on its digest. */
  get digest(): string {
    const { code, message } = toErrorResponse(this);
    return JSON.stringify({ code, message });
  }
}

/**
 * The error to show to someone who has not signed in. It does not describe a problem of the server,
 * because such messages name settings, files, and processes. The log has its cause.
 */
export function hideServerDetails(error: unknown): unknown {
  if (!(error instanceof AppError) || errorStatus[error.code] < 500) return error;
  const message =
    'The server cannot do this right now. Nothing was changed. Try again in a minute. If it keeps failing, tell an admin: the server log has the reason.';
  return new AppError(error.code, message, { cause: error });
}

/**
 * Converts anything thrown into an error response. Unknown errors get a generic message. That of an
 * unexpected error ends with the id of its request, by which the log lines can be found.
 */
export function toErrorResponse(error: unknown): ErrorResponse {
  if (error instanceof AppError) {
    return {
      code: error.code,
      message: error.code === 'unexpected' ? withErrorId(error.message) : error.message,
      ...(error.details && { details: error.details }),
    };
  }
  return {
    code: 'unexpected',
    message: withErrorId(
      'Something went wrong on our side. Nothing was changed. Try again. If it keeps happening, the server log has the details.',
    ),
  };
}

function withErrorId(message: string): string {
  const id = currentRequestId();
  return id === undefined ? message : `${message} Error ID: ${id}`;
}
