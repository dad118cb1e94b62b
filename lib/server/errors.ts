/**
 * Every failure a person can meet, as a closed set of codes. A code decides the HTTP status and
 * the CLI's exit code; the words are given where the failure is known best.
 */
export const errorStatus = {
  invalid_input: 400,
  sign_in_required: 401,
  forbidden: 403,
  not_found: 404,
  already_decided: 409,
  needs_confirmation: 409,
  undo_expired: 409,
  run_in_progress: 409,
  not_routable: 422,
  no_active_csm: 422,
  too_many_attempts: 429,
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

/** What a failure looks like outside the process: words for the reader, data for the screen. */
export interface ErrorResponse {
  readonly code: ErrorCode;
  /** What happened, what was kept and what to do next, in the user's words. */
  readonly message: string;
  /** Facts the screen needs, such as who decided first; never a driver's text. */
  readonly details?: Readonly<Record<string, unknown>>;
}

const brand = Symbol.for('csm-routing.app-error');

/** The program's one error: its message may be shown to a person, its `cause` may not. */
export class AppError extends Error {
  // Known by its brand, because Next gives pages and routes each their own copy of this class.
  static override [Symbol.hasInstance](value: unknown): boolean {
    // A subclass inherits this, and would otherwise take every AppError for its own.
    // biome-ignore-start lint/complexity/noThisInStatic: which class is asked is the question
    if (this !== AppError) return Function.prototype[Symbol.hasInstance].call(this, value);
    // biome-ignore-end lint/complexity/noThisInStatic: which class is asked is the question
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

  /** Next hides a thrown error's message from the browser, but hands on its digest. */
  get digest(): string {
    return JSON.stringify({ code: this.code, message: this.message });
  }
}

/** Turns anything thrown into what may be shown; an unknown failure keeps its text to the log. */
export function toErrorResponse(error: unknown): ErrorResponse {
  if (error instanceof AppError) {
    return {
      code: error.code,
      message: error.message,
      ...(error.details && { details: error.details }),
    };
  }
  return {
    code: 'unexpected',
    message:
      'Something went wrong on our side and nothing was changed. Try again; if it persists, the log has the details.',
  };
}
