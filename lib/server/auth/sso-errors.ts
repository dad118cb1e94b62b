import 'server-only';
import * as oauth from 'oauth4webapi';
import { AppError } from '@/lib/server/errors';

/** What the issuer answers if the person cancels, or its administrators do not allow the sign-in. */
const refusals = ['access_denied', 'login_required', 'consent_required', 'interaction_required'];

const outages = ['server_error', 'temporarily_unavailable'];

const tryAgain = 'Try again. If it keeps failing, tell an admin: the server log has the reason.';

/** The error for a sign-in that this browser did not start, or not lately, or has already finished. */
export function expiredSignInError(options: { readonly cause?: unknown } = {}): AppError {
  const message =
    'This sign-in was already used, has expired, or was started in another tab. Sign in again.';
  return new AppError(options.cause ? 'sso_failed' : 'sign_in_required', message, options);
}

/**
 * Says in the user's words what went wrong at the issuer.
 * @param name the issuer, as people call it
 * @returns `sign_in_required` if the issuer refused the person, otherwise `sso_failed`
 */
export function ssoError(error: unknown, name: string): AppError {
  // The original may contain tokens and claims, which must not be logged.
  const options = { cause: new Error(reasonFor(error)) };
  if (error instanceof oauth.AuthorizationResponseError && refusals.includes(error.error)) {
    const message = `${name} did not sign you in: you canceled, or your account may not use this app.`;
    return new AppError('sign_in_required', message, options);
  }
  if (error instanceof oauth.ResponseBodyError && error.error === 'invalid_grant') {
    return expiredSignInError(options);
  }
  const what = isOutage(error)
    ? `${name} is not responding, so you were not signed in.`
    : `The response from ${name} could not be verified, so you were not signed in.`;
  return new AppError('sso_failed', `${what} ${tryAgain}`, options);
}

/** Whether the issuer is down: it can't be reached, is too slow, or says so. */
function isOutage(error: unknown): boolean {
  if (error instanceof oauth.ResponseBodyError) {
    return error.status >= 500 || outages.includes(error.error);
  }
  if (error instanceof oauth.AuthorizationResponseError) return outages.includes(error.error);
  if (error instanceof oauth.OperationProcessingError) {
    return error.cause instanceof Response && error.cause.status >= 500;
  }
  // Node's fetch throws a TypeError without a code of its own.
  return (
    error instanceof Error && (error.name === 'TimeoutError' || error.message === 'fetch failed')
  );
}

/** What happened, for the log: no token, no claim, and at most a line of the issuer's own words. */
function reasonFor(error: unknown): string {
  if (
    error instanceof oauth.ResponseBodyError ||
    error instanceof oauth.AuthorizationResponseError
  ) {
    return `${error.error}: ${error.error_description ?? 'no description'}`.slice(0, 300);
  }
  if (!(error instanceof Error)) return 'unknown';
  const { cause } = error;
  if (cause instanceof Response) return `${error.message}: HTTP ${cause.status}`;
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  return `${error.message}${code}`;
}
