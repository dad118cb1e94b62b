import 'server-only';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { signInPath } from './auth/callback-url';
import { currentPerson } from './auth/current-person';
import type { Context } from './context';
import { AppError } from './errors';
import { pathHeader } from './path-header';
import { warehouse } from './warehouse/open';

/**
 * What a verb is given when a request calls it.
 * @throws AppError `sign_in_required`, or the warehouse's own codes.
 */
export async function requestContext(): Promise<Context> {
  const person = await currentPerson();
  return { warehouse: await warehouse(), person, now: () => new Date() };
}

/** The same for a page, which sends those who are signed out to sign in and back. */
export async function pageContext(): Promise<Context> {
  try {
    return await requestContext();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'sign_in_required') throw error;
  }
  redirect(signInPath((await headers()).get(pathHeader) ?? undefined));
}
