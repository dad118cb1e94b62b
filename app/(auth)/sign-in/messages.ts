import type { ErrorCode, ErrorResponse } from '@/lib/server/errors';

export interface SignInNotice {
  readonly tone: 'ok' | 'warn' | 'danger';
  readonly text: string;
}

const errorMessages: Partial<Record<string, string>> = {
  sign_in_required: 'The email address or the password is wrong.',
  CredentialsSignin: 'The email address or the password is wrong.',
  too_many_attempts: 'Too many sign-in attempts. Wait up to 15 minutes and try again.',
};

/** The message for next-auth's `?error=` parameter. */
export function signInErrorNotice(error: unknown): SignInNotice | undefined {
  if (typeof error !== 'string') return undefined;
  return {
    tone: 'danger',
    text:
      errorMessages[error] ??
      'Sign-in failed. Try again. If it keeps failing, check the server log.',
  };
}

const warehouseMessages: Partial<Record<ErrorCode, string>> = {
  warehouse_missing:
    'There is no warehouse yet. On the server, run `npm run setup` (or `npm run demo` to try the demo), then reload this page.',
  warehouse_busy:
    'Another program is using the warehouse, so nobody can sign in. Stop it on the server, then reload this page.',
  unexpected: 'Nobody can sign in right now. On the server, the log says why.',
  warehouse_too_new: 'The warehouse is newer than this app. Update the app on the server.',
};

/** The message for a problem of the server that prevents every sign-in, without its details. */
export function warehouseNotice(code: ErrorCode): SignInNotice | undefined {
  const isOurs = code === 'timeout' || code === 'unexpected' || code.startsWith('warehouse_');
  if (!isOurs) return undefined;
  return {
    tone: 'warn',
    text:
      warehouseMessages[code] ??
      'The warehouse is not responding, so nobody can sign in right now. Try again in a minute. If it keeps failing, check the server log.',
  };
}

/** The message after setting a password, for the `?password-set` parameter. */
export function passwordSetNotice(value: unknown): SignInNotice | undefined {
  if (value === undefined) return undefined;
  return { tone: 'ok', text: 'Your password is set. Sign in with it.' };
}

/**
 * The message after signing out, for the `?signed-out` parameter.
 * @param sso the identity provider, where the person stays signed in
 */
export function signedOutNotice(value: unknown, sso: string | null): SignInNotice | undefined {
  if (value === undefined) return undefined;
  if (value !== 'here') {
    const rest = sso
      ? ` If you signed in with ${sso}, you are still signed in there. On a shared computer, sign out there, too.`
      : '';
    return { tone: 'ok', text: `You are signed out.${rest}` };
  }
  return {
    tone: 'warn',
    text: 'You are signed out in this browser. The warehouse did not respond, so a copy of your session works until it expires. To end it, sign in and choose “Your sessions”.',
  };
}

/** The message for a person whose session ended before its time. */
export function endedSessionNotice({ message, details }: ErrorResponse): SignInNotice | undefined {
  return details?.ended === undefined ? undefined : { tone: 'warn', text: message };
}
