import type { NextRequest } from 'next/server';
import type { AuthOptions } from 'next-auth';
import NextAuth from 'next-auth';
import 'server-only';
import CredentialsProvider from 'next-auth/providers/credentials';
import { checkCredentials } from '@/lib/members/check-credentials';
import { clientAddress } from '@/lib/server/auth/rate-limit';
import { authSecret } from '@/lib/server/auth/secrets';
import { isSecure, publicUrl, SESSION_SECONDS } from '@/lib/server/auth/session';
import { getWarehouse } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { log } from '@/lib/server/log';

type RouteContext = { readonly params: Promise<{ readonly nextauth: string[] }> };

function handler(request: NextRequest, context: RouteContext): Promise<Response> {
  return NextAuth(request as never, context as never, authOptions());
}

export { handler as GET, handler as POST };

/** next-auth's settings, made when first asked for, because building must need no secret. */
function authOptions(): AuthOptions {
  process.env.NEXTAUTH_URL ??= publicUrl();
  return {
    secret: authSecret(),
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    useSecureCookies: isSecure(),
    pages: { signIn: '/sign-in', error: '/sign-in' },
    providers: [
      CredentialsProvider({
        name: 'Email and password',
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        async authorize(given, request) {
          const address = clientAddress(new Headers(request.headers));
          const person = await checkCredentials(
            getWarehouse,
            { email: given?.email, password: given?.password },
            address,
          ).catch(throwErrorCode);
          return { id: person.email, email: person.email, name: person.name };
        },
      }),
    ],
    callbacks: {
      // Only who it is; what they may do is read from the members each time.
      jwt: ({ token: { email, sub } }) => ({ ...(email && { email }), ...(sub && { sub }) }),
    },
    logger: {
      error: (code, metadata) => log.error({ code, err: metadata }, 'next-auth failed'),
      warn: (code) => log.warn({ code }, 'next-auth warns'),
      debug: () => {},
    },
  };
}

/** next-auth puts an error's message into the address of the sign-in page: a code belongs there. */
function throwErrorCode(error: unknown): never {
  if (!(error instanceof AppError)) log.error({ err: error }, 'sign-in failed');
  throw new Error(error instanceof AppError ? error.code : 'unexpected', { cause: error });
}
