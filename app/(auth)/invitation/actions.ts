'use server';

import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import {
  acceptInvitation,
  type InvitedMember,
  readInvitation,
} from '@/lib/members/accept-invitation';
import { signOut } from '@/lib/members/own-sessions';
import { type ActionResult, runAction } from '@/lib/server/actions';
import { deleteSessionCookie } from '@/lib/server/auth/session';
import { signInMethods } from '@/lib/server/auth/sign-in-methods';
import { requestWarehouse } from '@/lib/server/context';
import { type ErrorResponse, hideServerDetails } from '@/lib/server/errors';
import { reportError } from '@/lib/server/log';

/** Returns whom a link is for. */
export async function readInvitationAction(token: string): Promise<ActionResult<InvitedMember>> {
  try {
    return { ok: true, value: await readInvitation(await invitationContext(), { token }) };
  } catch (error) {
    return { ok: false, error: reportError('invitation.read', hideServerDetails(error)) };
  }
}

/** Sets the member's password, and goes to the sign-in page. Returns why it did not. */
export async function acceptInvitationAction(input: {
  readonly token: string;
  readonly password: string;
}): Promise<ErrorResponse> {
  try {
    await acceptInvitation(await invitationContext(), input);
  } catch (error) {
    return reportError('invitation.accept', hideServerDetails(error));
  }
  // The browser may be another person's, such as that of the admin who made the link.
  await runAction('invitation.sign-out', undefined, signOut);
  deleteSessionCookie(await cookies());
  redirect('/sign-in?password-set');
}

/** Nobody is signed in: the token says who it is. */
async function invitationContext() {
  const warehouse = await requestWarehouse('invitation', {
    path: '/invitation',
    purpose: 'change',
  });
  return { warehouse, now: () => new Date(), signIn: signInMethods() };
}
