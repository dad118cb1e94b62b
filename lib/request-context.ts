import 'server-only';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { signInPath } from './auth/callback-url';
import { memberPerson, signedInEmail } from './auth/current-person';
import type { Context } from './context';
import { env } from './env';
import { AppError } from './errors';
import { pathHeader } from './path-header';
import { requestSignal } from './request-signal';
import { bound } from './warehouse/bound';
import { warehouse } from './warehouse/open';
import type { Warehouse } from './warehouse/types';
import { unheard } from './warehouse/unheard';

/**
 * How long somebody whose role or membership another server changed may still read as before, in
 * milliseconds. Whatever changes something looks anew.
 */
const familiar = 30_000;

/** A request as far as its statements are concerned. */
export interface Asked {
  readonly path: string;
  /** What may change something goes on when its signal is aborted: a click is meant. */
  readonly for: 'page' | 'data' | 'change';
  readonly signal?: AbortSignal | undefined;
}

/**
 * The process's warehouse for one request: every statement says for whom and where it is, and is
 * cancelled when whoever wanted to read has gone.
 * @throws AppError with a `warehouse_*` code.
 */
export async function requestWarehouse(person: string, asked: Asked): Promise<Warehouse> {
  const tag = { person, path: asked.path };
  if (asked.for === 'change') return bound(await warehouse(), { tag });
  const { signal } = asked;
  const mine = bound(await warehouse(), { tag, signal });
  return asked.for === 'page' && signal ? unheard(mine, signal) : mine;
}

/**
 * What a verb is given when somebody signed in asks.
 * @throws AppError `sign_in_required`, or the warehouse's own codes.
 */
export async function signedInContext(asked: Asked): Promise<Context> {
  const email = await signedInEmail();
  const mine = await requestWarehouse(email, asked);
  const maxAgeMs = asked.for === 'change' ? 0 : familiar;
  const person = await memberPerson(mine, email, { maxAgeMs });
  return { warehouse: mine, person, now: () => new Date(), claude: env() };
}

/** What the verb of a server action is given; it goes on when the person leaves meanwhile. */
export async function actionContext(): Promise<Context> {
  return signedInContext({ for: 'change', path: pathOf(await askedPath()) });
}

/** What the verbs of a page are given; those who are signed out are sent to sign in and back. */
export const pageContext = cache(async (): Promise<Context> => {
  const path = await askedPath();
  try {
    return await signedInContext({ for: 'page', path: pathOf(path), signal: requestSignal() });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'sign_in_required') throw error;
  }
  redirect(signInPath(path));
});

async function askedPath(): Promise<string | undefined> {
  return (await headers()).get(pathHeader) ?? undefined;
}

/** Without what was asked for there: a search may hold names. */
function pathOf(path = '/'): string {
  return path.split('?', 1)[0] || '/';
}
