'use server';

import { revalidatePath } from 'next/cache';
import { changeMember } from '@/lib/members/change-member';
import { createPasswordLink } from '@/lib/members/create-password-link';
import { type CreateTokenInput, createToken } from '@/lib/members/create-token';
import { disableMember } from '@/lib/members/disable-member';
import { enableMember } from '@/lib/members/enable-member';
import { endMemberSessions } from '@/lib/members/end-member-sessions';
import type { InvitationLink } from '@/lib/members/invitation-link';
import { inviteMember } from '@/lib/members/invite-member';
import { revokeToken } from '@/lib/members/revoke-token';
import { unlinkAccount } from '@/lib/members/unlink-account';
import { type ActionResult, runAction } from '@/lib/server/actions';
import type { Context } from '@/lib/server/context';

/** Adds a member, and returns the link with which they set a password; null for single sign-on. */
export async function inviteMemberAction(
  input: Parameters<typeof inviteMember>[1],
): Promise<ActionResult<InvitationLink | null>> {
  return changeMembers('members.invite', input, inviteMember);
}

/** Makes a link with which a member sets a new password. */
export async function createPasswordLinkAction(
  input: Parameters<typeof createPasswordLink>[1],
): Promise<ActionResult<InvitationLink>> {
  return changeMembers('members.password-link', input, createPasswordLink);
}

/** Changes a member's name or role. */
export async function changeMemberAction(
  input: Parameters<typeof changeMember>[1],
): Promise<ActionResult<void>> {
  return changeMembers('members.change', input, changeMember);
}

/** Ends a member's access. */
export async function disableMemberAction(
  input: Parameters<typeof disableMember>[1],
): Promise<ActionResult<{ readonly name: string }>> {
  return changeMembers('members.disable', input, disableMember);
}

/** Lets a disabled member sign in again. */
export async function enableMemberAction(
  input: Parameters<typeof enableMember>[1],
): Promise<ActionResult<{ readonly name: string }>> {
  return changeMembers('members.enable', input, enableMember);
}

/** Signs a member out everywhere, or ends one of their sessions. */
export async function endMemberSessionsAction(
  input: Parameters<typeof endMemberSessions>[1],
): Promise<ActionResult<{ readonly ended: number }>> {
  return changeMembers('members.end-sessions', input, endMemberSessions);
}

/** Unlinks the account of single sign-on that a member signs in with. */
export async function unlinkAccountAction(
  input: Parameters<typeof unlinkAccount>[1],
): Promise<ActionResult<void>> {
  return changeMembers('members.unlink', input, unlinkAccount);
}

/** Creates an API token. This response is the only one that contains it. */
export async function createTokenAction(
  input: CreateTokenInput,
): Promise<ActionResult<{ readonly token: string; readonly name: string }>> {
  return changeMembers('members.create-token', input, createToken);
}

/** Ends the access of an API token. */
export async function revokeTokenAction(
  input: Parameters<typeof revokeToken>[1],
): Promise<ActionResult<{ readonly name: string }>> {
  return changeMembers('members.revoke-token', input, revokeToken);
}

function changeMembers<Input, Value>(
  name: string,
  input: Input,
  service: (ctx: Context, input: Input) => Promise<Value>,
): Promise<ActionResult<Value>> {
  return runAction(name, input, async (ctx) => {
    const value = await service(ctx, input);
    revalidatePath('/members');
    return value;
  });
}
