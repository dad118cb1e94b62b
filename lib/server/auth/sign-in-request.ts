import 'server-only';
import { setTimeout as pause } from 'node:timers/promises';
import { cookies } from 'next/headers';
import { getWarehouse } from '@/lib/server/context';
import { requestOrigin, requestSignal } from '@/lib/server/current-request';
import { env } from '@/lib/server/env';
import { AppError } from '@/lib/server/errors';
import { shutdownSignal } from '@/lib/server/shutdown-signal';
import { clientAddress } from './client-address';
import { deviceCookie } from './known-device';
import { signInMethods } from './sign-in-methods';

/** Who sends the current request to sign in, for `checkCredentials`. */
export async function signInClient() {
  return {
    address: clientAddress(requestOrigin(), env().TRUSTED_PROXY_HOPS),
    device: deviceCookie(await cookies()),
  };
}

/** The context for signing in with the current request. */
export function signInContext() {
  return { warehouse: getWarehouse, now: () => new Date(), wait, signIn: signInMethods() };
}

/** Waits unless the client disconnects or the server stops. */
async function wait(ms: number): Promise<void> {
  const signals = [shutdownSignal(), requestSignal()].filter((signal) => signal !== undefined);
  await pause(ms, undefined, { signal: AbortSignal.any(signals) }).catch((cause: unknown) => {
    throw new AppError('cancelled', 'The sign-in was canceled.', { cause });
  });
}
