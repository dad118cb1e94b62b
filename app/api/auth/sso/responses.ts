import { cookies } from 'next/headers';
import { warehouseNotice } from '@/app/(auth)/sign-in/messages';
import { signInPath } from '@/lib/server/auth/callback-url';
import { publicUrl } from '@/lib/server/auth/session';
import { setSsoNotice } from '@/lib/server/auth/sso-cookies';
import { reportError } from '@/lib/server/log';

/** Where the identity provider sends the browser back to. Admins register it there. */
export function ssoRedirectUri(): string {
  return new URL('/api/auth/sso/callback', publicUrl()).href;
}

/** Redirects to a path of this site, at the address that the browser used. */
export function redirectTo(path: string): Response {
  return new Response(null, { status: 303, headers: { location: path } });
}

/**
 * Sends the browser to the sign-in page, which says why the sign-in failed.
 * @param back the path to open after the next sign-in
 */
export async function failedSignIn(name: string, error: unknown, back?: string): Promise<Response> {
  const { code, message } = reportError(name, error);
  await setSsoNotice(await cookies(), warehouseNotice(code)?.text ?? message);
  const path = signInPath(back);
  return redirectTo(`${path}${path.includes('?') ? '&' : '?'}sso=failed`);
}
