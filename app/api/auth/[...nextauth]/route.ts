import type { NextRequest } from 'next/server';
import type { AuthOptions } from 'next-auth';
import NextAuth from 'next-auth';
import type { JWT } from 'next-auth/jwt';
import 'server-only';
import CredentialsProvider from 'next-auth/providers/credentials';
import { checkCredentials } from '@/lib/members/check-credentials';
import { signOut } from '@/lib/members/own-sessions';
import { startSession } from '@/lib/members/start-session';
import { failureResponse } from '@/lib/server/api';
import { authRequestProblem } from '@/lib/server/auth/auth-request';
import { checkSession, signedOutError } from '@/lib/server/auth/check-session';
import { browserSession } from '@/lib/server/auth/current-person';
import { deviceName } from '@/lib/server/auth/device-name';
import type { Person } from '@/lib/server/auth/person';
import { authSecret } from '@/lib/server/auth/secrets';
import {
  isSecure,
  publicUrl,
  secondsUntil,
  sessionCookieName,
  sessionLimits,
  verifySessionToken,
} from '@/lib/server/auth/session';
import { signInClient, signInContext } from '@/lib/server/auth/sign-in-request';
import { type Context, requestWarehouse } from '@/lib/server/context';
import { AppError, hideServerDetails } from '@/lib/server/errors';
import { log } from '@/lib/server/log';

/** Errors of next-auth that anyone can cause: a cookie that we did not write. */
const requestErrors = new Set(['INVALID_CALLBACK_URL_ERROR', 'JWT_SESSION_ERROR']);

type RouteContext = { readonly params: Promise<{ readonly nextauth: string[] }> };

async function handler(request: NextRequest, context: RouteContext): Promise<Response> {
  const [action] = (await context.params).nextauth;
  const problem = await authRequestProblem(request, action);
  if (problem) return malformed(action, problem);
  try {
    const options = authOptions(await secondsLeft(request));
    const response: Response = await NextAuth(request as never, context as never, options);
    // Its own 500 is about the request, such as a GET of a form's address or a cookie it can't read.
    return response.status === 500
      ? malformed(action, 'The request is not one that signs in or out.')
      : response;
  } catch (error) {
    return failureResponse('auth', hideServerDetails(error));
  }
}

function malformed(action: string | undefined, message: string): Response {
  log.warn({ action, problem: message }, 'malformed sign-in request');
  return Response.json({ error: { code: 'invalid_input', message } }, { status: 400 });
}

/**
 * How long the session of a request still lasts, in seconds, so that next-auth, which renews its token
 * with every answer, never extends it. Without a session, how long a new one lasts.
 */
async function secondsLeft({ cookies, nextUrl }: NextRequest): Promise<number> {
  const token = await verifySessionToken(cookies.get(sessionCookieName())?.value);
  if (token && nextUrl.pathname.endsWith('/session')) return secondsUntil(token.expiresAt);
  return sessionLimits().lifetimeMs / 1_000;
}

export { handler as GET, handler as POST };

/** next-auth's settings, made when first asked for, because building must need no secret. */
function authOptions(maxAge: number): AuthOptions {
  process.env.NEXTAUTH_URL ??= publicUrl();
  return {
    secret: authSecret(),
    session: { strategy: 'jwt', maxAge },
    useSecureCookies: isSecure(),
    pages: { signIn: '/sign-in', error: '/sign-in' },
    providers: [
      CredentialsProvider({
        name: 'Email and password',
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        async authorize(given, request) {
          const person = await checkCredentials(
            signInContext(),
            { email: given?.email, password: given?.password },
            await signInClient(),
          ).catch(throwErrorCode);
          const { sessionId } = await startSession(await sessionContext(person.email), person, {
            method: 'password',
            device: deviceName(request.headers?.['user-agent']),
            replaces: await browserSession(),
            ...sessionLimits(),
          }).catch(throwErrorCode);
          return { id: person.email, email: person.email, name: person.name, sessionId };
        },
      }),
    ],
    callbacks: {
      // Only which session it is; whether it has ended and what its member may do is read each time.
      async jwt({ token, user }) {
        const { email, sub } = token;
        const sid = user ? (user as unknown as SignedInUser).sessionId : token.sid;
        if (!user) await currentPerson(token);
        return { ...(email && { email }), ...(sub && { sub }), sid };
      },
    },
    events: {
      async signOut({ token }) {
        const person = await currentPerson(token);
        await signOut({ ...(await sessionContext(person.email)), person });
      },
    },
    logger: {
      error(code, metadata) {
        // A session that has ended is no failure.
        if (metadata instanceof AppError && metadata.code === 'sign_in_required') return;
        if (requestErrors.has(code) && !(metadata instanceof AppError)) {
          log.warn({ code }, 'next-auth rejected a request');
        } else log.error({ code, err: metadata }, 'next-auth failed');
      },
      warn: (code) => log.warn({ code }, 'next-auth warns'),
      debug: () => {},
    },
  };
}

/** What `authorize` returns, in addition to next-auth's fields. */
interface SignedInUser {
  readonly sessionId: string;
}

/** @throws AppError `sign_in_required` if the token's session has ended */
async function currentPerson({ sid, email }: JWT): Promise<Person> {
  if (typeof sid !== 'string' || !email) throw signedOutError();
  const { warehouse, now } = await sessionContext(email);
  return checkSession(warehouse, sid, { now: now(), ...sessionLimits() });
}

async function sessionContext(email: string): Promise<Pick<Context, 'warehouse' | 'now'>> {
  const warehouse = await requestWarehouse(email, { path: '/api/auth', purpose: 'change' });
  return { warehouse, now: () => new Date() };
}

/** next-auth puts an error's message into the address of the sign-in page: a code belongs there. */
function throwErrorCode(error: unknown): never {
  if (!(error instanceof AppError)) log.error({ err: error }, 'sign-in failed');
  throw new Error(error instanceof AppError ? error.code : 'unexpected', { cause: error });
}
