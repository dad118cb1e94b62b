import type { Warehouse } from '@/lib/warehouse/types';
import type { Person } from './auth/person';
import { type ClaudeSettings, env } from './env';
import 'server-only';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { getWarehouse } from '@/lib/warehouse/client';
import { ignoreAfterAbort, withDefaults } from '@/lib/warehouse/request-warehouse';
import { REQUESTED_PATH_HEADER, signInPath } from './auth/callback-url';
import { loadPerson, signedInEmail } from './auth/current-person';
import { AppError } from './errors';
import { requestSignal } from './request-signal';

export { getWarehouse };

/** What every verb is given: where the data is, who asks, and what time it is. */
export interface Context {
  readonly warehouse: Warehouse;
  readonly person: Person;
  readonly now: () => Date;
  /** How Claude is reached; review is off without. */
  readonly claude?: ClaudeSettings | undefined;
}

/**
 * How long somebody whose role or membership another server changed may still read as before, in
 * milliseconds. Whatever changes something looks anew.
 */
const MEMBERSHIP_TTL_MS = 30_000;

/** A request as far as its statements are concerned. */
export interface WarehouseRequest {
  readonly path: string;
  /** What may change something goes on when its signal is aborted: a click is meant. */
  readonly purpose: 'page' | 'data' | 'change';
  readonly signal?: AbortSignal | undefined;
}

/**
 * The process's warehouse for one request: every statement says for whom and where it is, and is
 * cancelled when whoever wanted to read has gone.
 * @throws AppError with a `warehouse_*` code.
 */
export async function requestWarehouse(
  person: string,
  asked: WarehouseRequest,
): Promise<Warehouse> {
  const tag = { person, path: asked.path };
  if (asked.purpose === 'change') return withDefaults(await getWarehouse(), { tag });
  const { signal } = asked;
  const mine = withDefaults(await getWarehouse(), { tag, signal });
  return asked.purpose === 'page' && signal ? ignoreAfterAbort(mine, signal) : mine;
}

/**
 * What a verb is given when somebody signed in asks.
 * @throws AppError `sign_in_required`, or the warehouse's own codes.
 */
export async function signedInContext(asked: WarehouseRequest): Promise<Context> {
  const email = await signedInEmail();
  const mine = await requestWarehouse(email, asked);
  const maxAgeMs = asked.purpose === 'change' ? 0 : MEMBERSHIP_TTL_MS;
  const person = await loadPerson(mine, email, { maxAgeMs });
  return { warehouse: mine, person, now: () => new Date(), claude: env() };
}

/** What the verb of a server action is given; it goes on when the person leaves meanwhile. */
export async function actionContext(): Promise<Context> {
  return signedInContext({ purpose: 'change', path: withoutQuery(await requestedPath()) });
}

/** What the verbs of a page are given; those who are signed out are sent to sign in and back. */
export const pageContext = cache(async (): Promise<Context> => {
  const path = await requestedPath();
  try {
    return await signedInContext({
      purpose: 'page',
      path: withoutQuery(path),
      signal: requestSignal(),
    });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'sign_in_required') throw error;
  }
  redirect(signInPath(path));
});

async function requestedPath(): Promise<string | undefined> {
  return (await headers()).get(REQUESTED_PATH_HEADER) ?? undefined;
}

/** Without what was asked for there: a search may hold names. */
function withoutQuery(path = '/'): string {
  return path.split('?', 1)[0] || '/';
}
