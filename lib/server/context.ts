import 'server-only';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { type ReadModel, readModelOf } from '@/lib/read-model/read-model';
import { type Clock, systemClock } from '@/lib/time';
import { getWarehouse } from '@/lib/warehouse/client';
import { ignoreAfterAbort, withDefaults } from '@/lib/warehouse/request-warehouse';
import type { Warehouse } from '@/lib/warehouse/types';
import { REQUESTED_PATH_HEADER, signInPath } from './auth/callback-url';
import { checkSession } from './auth/check-session';
import { signedInSession } from './auth/current-person';
import type { Person } from './auth/person';
import { sessionLimits } from './auth/session';
import { type SignInMethods, signInMethods } from './auth/sign-in-methods';
import { outsideRequest, requestSignal } from './current-request';
import { type ClaudeSettings, env } from './env';
import { AppError } from './errors';
import { reportError } from './log';
import { observeReadModel } from './metrics';
import { currentRequestId } from './request-id';

export { getWarehouse };

/** Request context passed to every service: data, current user, clock. */
export interface Context {
  readonly warehouse: Warehouse;
  /** Open work in memory. */
  readonly readModel: ReadModel;
  readonly person: Person;
  readonly now: () => Date;
  /** Settings for Claude. Without them, review is off. */
  readonly claude?: ClaudeSettings | undefined;
  /** How people may sign in. Default: with a password. */
  readonly signIn?: SignInMethods | undefined;
}

/** What the warehouse needs to know about a request. */
export interface WarehouseRequest {
  readonly path: string;
  /** A change is not canceled when its signal is aborted: the click was intentional. */
  readonly purpose: 'page' | 'data' | 'change';
  readonly signal?: AbortSignal | undefined;
}

/**
 * Returns the process's warehouse for one request. It tags every statement with the person, the
 * path, and the request's id, and cancels reads when the client disconnects.
 * @throws AppError with a `warehouse_*` code
 */
export async function requestWarehouse(
  person: string,
  { path, purpose, signal }: WarehouseRequest,
): Promise<Warehouse> {
  const tag = { person, path, requestId: currentRequestId() };
  if (purpose === 'change') return withDefaults(await getWarehouse(), { tag });
  const warehouse = withDefaults(await getWarehouse(), { tag, signal });
  return purpose === 'page' && signal ? ignoreAfterAbort(warehouse, signal) : warehouse;
}

/**
 * The process's read model.
 * @throws AppError with a `warehouse_*` code
 */
export async function getReadModel(): Promise<ReadModel> {
  return readModelOf(await getWarehouse(), {
    checkIntervalMs: env().READ_MODEL_CHECK_SECONDS * 1_000,
    clock: backgroundClock,
    observe: observeReadModel,
    onError: (error) => reportError('read-model.check', error),
  });
}

/** What it repeats serves everyone, so it belongs to no request. */
const backgroundClock: Clock = {
  now: systemClock.now,
  schedule: (work, ms) => outsideRequest(() => systemClock.schedule(work, ms)),
};

/**
 * Returns the context of a signed-in person's request. The session and its member may be up to 30 s old, for changes
 * as well, so that a decision does not wait for a query before its transaction.
 * @throws AppError `sign_in_required`; or a warehouse code
 */
export async function signedInContext(request: WarehouseRequest): Promise<Context> {
  const { email, sessionId } = await signedInSession();
  const warehouse = await requestWarehouse(email, request);
  const person = await checkSession(warehouse, sessionId, { now: new Date(), ...sessionLimits() });
  const readModel = await getReadModel();
  return { warehouse, readModel, person, ...serverSettings() };
}

/** What the context of every request takes from this server. */
export function serverSettings(): Pick<Context, 'now' | 'claude' | 'signIn'> {
  return { now: () => new Date(), claude: env(), signIn: signInMethods() };
}

/** The context of a server action. It continues if the client disconnects. */
export async function actionContext(): Promise<Context> {
  return signedInContext({ purpose: 'change', path: withoutQuery(await requestedPath()) });
}

/** The context of a page. People who are signed out are redirected to sign in and back. */
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

/** Removes the query string, because a search may contain names. */
function withoutQuery(path = '/'): string {
  return path.split('?', 1)[0] || '/';
}
