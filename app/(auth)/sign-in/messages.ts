import type { ErrorCode } from '@/lib/server/errors';

export interface SignInNotice {
  readonly tone: 'ok' | 'warn' | 'danger';
  readonly text: string;
}

const errorMessages: Partial<Record<string, string>> = {
  sign_in_required: 'The email address or the password is wrong.',
  CredentialsSignin: 'The email address or the password is wrong.',
  too_many_attempts: 'Too many attempts to sign in. Wait up to 15 minutes and try again.',
};

/** What next-auth says by `?error=`, in words. */
export function signInErrorNotice(error: unknown): SignInNotice | undefined {
  if (typeof error !== 'string') return undefined;
  return {
    tone: 'danger',
    text:
      errorMessages[error] ??
      'Signing in did not work. Try again; if it persists, the log says why.',
  };
}

const warehouseMessages: Partial<Record<ErrorCode, string>> = {
  warehouse_missing:
    'There is no warehouse to work with yet. On the server, run `npm run setup` (or `npm run demo` to look around), then reload this page.',
  warehouse_busy:
    'Another program holds the warehouse, so nobody can sign in. Stop it on the server, then reload this page.',
  warehouse_too_new:
    'The warehouse is newer than this program. Update the program on the server; nothing was changed.',
};

/** What stands in the way of everybody, in words that give away nothing of the server. */
export function warehouseNotice(code: ErrorCode): SignInNotice | undefined {
  if (code !== 'timeout' && !code.startsWith('warehouse_')) return undefined;
  return {
    tone: 'warn',
    text:
      warehouseMessages[code] ??
      'The warehouse does not answer, so nobody can sign in at the moment. Nothing is lost; try again in a minute.',
  };
}
