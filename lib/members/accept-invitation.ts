import 'server-only';
import { z } from 'zod';
import { auditedTransaction } from '@/lib/server/audit/audited-transaction';
import {
  noPasswordsError,
  passwordOnly,
  type SignInMethods,
} from '@/lib/server/auth/sign-in-methods';
import { AppError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/parse-input';
import {
  claimInvitation,
  type InvitationRow,
  invitationByHash,
} from '@/lib/warehouse/sql/invitations';
import { setPassword } from '@/lib/warehouse/sql/members';
import { endSessions } from '@/lib/warehouse/sql/sessions';
import type { Warehouse } from '@/lib/warehouse/types';
import { hashToken } from './invitation-link';
import { memberPassword } from './member-input';
import { hashPassword } from './password';

/** A request of someone who is not signed in: the token of their link says who they are. */
interface InvitationContext {
  readonly warehouse: Warehouse;
  readonly now: () => Date;
  readonly signIn?: SignInMethods | undefined;
}

/** Whom a link is for. */
export interface InvitedMember {
  readonly email: string;
  readonly name: string;
}

const token = z.string().regex(/^[\w-]{43}$/);
const acceptInvitationInput = z.object({ token: z.unknown(), password: memberPassword });

/**
 * Returns whom a link is for.
 * @throws AppError `not_found` that says why the link cannot be used; `forbidden` if passwords are turned off
 */
export async function readInvitation(
  ctx: InvitationContext,
  input: { readonly token: unknown },
): Promise<InvitedMember> {
  const { email, name } = await usableInvitation(ctx, input.token);
  return { email, name };
}

/**
 * Sets a member's password with the token of their link, once, and signs them out everywhere.
 * @throws AppError `invalid_input` if the password is too short; `not_found` that says why the link
 * cannot be used; `forbidden` if passwords are turned off
 */
export async function acceptInvitation(
  ctx: InvitationContext,
  input: { readonly token: unknown; readonly password: unknown },
): Promise<InvitedMember> {
  const parsed = parseInput(acceptInvitationInput, input);
  const { invitation_id: id, email, name } = await usableInvitation(ctx, parsed.token);
  const passwordHash = await hashPassword(parsed.password);
  const person = { email, name };
  const { warehouse, now } = ctx;
  await auditedTransaction(
    { warehouse, now, person },
    'members.accept-invitation',
    async (session, record) => {
      const at = now();
      // The UPDATE decides between concurrent attempts.
      if ((await session.write(claimInvitation(id, at))) === 0) throw unusableError('used');
      if ((await session.write(setPassword(email, passwordHash))) === 0) {
        throw unusableError('disabled');
      }
      await session.write(endSessions({ email, by: email, reason: 'password_changed', at }));
      record({ action: 'member.password-set', subject: email });
    },
  );
  return person;
}

async function usableInvitation(ctx: InvitationContext, given: unknown): Promise<InvitationRow> {
  const { signIn = passwordOnly } = ctx;
  if (!signIn.password) throw noPasswordsError(signIn);
  const parsed = token.safeParse(given);
  if (!parsed.success) throw unusableError('unknown');
  const [invitation] = await ctx.warehouse.read(invitationByHash(hashToken(parsed.data)));
  if (!invitation) throw unusableError('unknown');
  if (invitation.used_at) throw unusableError('used');
  if (invitation.expires_at <= ctx.now()) throw unusableError('expired');
  if (invitation.disabled_at) throw unusableError('disabled');
  return invitation;
}

const unusableReasons = {
  unknown: 'This link is not complete. Copy all of it, or ask an admin for a new one.',
  used: 'This link has been used. If you set the password, sign in with it. If not, tell an admin now.',
  expired: 'This link has expired. Ask an admin for a new one.',
  disabled: 'Your access is disabled. Ask an admin.',
} as const;

function unusableError(reason: keyof typeof unusableReasons): AppError {
  return new AppError('not_found', unusableReasons[reason]);
}
