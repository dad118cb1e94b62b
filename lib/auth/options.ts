import 'server-only';
import type { AuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { AppError } from '@/lib/errors';
import { log } from '@/lib/log';
import { warehouse } from '@/lib/warehouse/open';
import { checkCredentials } from './check-credentials';
import { clientAddress } from './client-address';
import { isSecure, publicUrl } from './public-url';
import { authSecret } from './secrets';
import { sessionSeconds } from './session-cookie';

/** next-auth's settings, made when first asked for, because building must need no secret. */
export function authOptions(): AuthOptions {
  process.env.NEXTAUTH_URL ??= publicUrl();
  return {
    secret: authSecret(),
    session: { strategy: 'jwt', maxAge: sessionSeconds },
    useSecureCookies: isSecure(),
    pages: { signIn: '/sign-in', error: '/sign-in' },
    providers: [
      CredentialsProvider({
        name: 'Email and password',
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        async authorize(given, request) {
          const address = clientAddress(new Headers(request.headers));
          const person = await checkCredentials(
            warehouse,
            { email: given?.email, password: given?.password },
            address,
          ).catch(toCode);
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
function toCode(error: unknown): never {
  if (!(error instanceof AppError)) log.error({ err: error }, 'sign-in failed');
  throw new Error(error instanceof AppError ? error.code : 'unexpected', { cause: error });
}
