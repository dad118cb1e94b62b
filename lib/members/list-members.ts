import 'server-only';
import type { Role } from '@/lib/server/auth/person';
import { requireRole } from '@/lib/server/auth/person';
import type { SessionLimits } from '@/lib/server/auth/session';
import { passwordOnly, type SignInMethods } from '@/lib/server/auth/sign-in-methods';
import { type ListedMemberRow, listMembers as membersQuery } from '@/lib/warehouse/sql/members';
import { openSessions } from '@/lib/warehouse/sql/sessions';
import type { MembersContext } from './require-member';

/** Whether a member can sign in, and if not, why. */
export const memberStatuses = [
  'active',
  'invited',
  'link-expired',
  'role-lost',
  'disabled',
] as const;
export type MemberStatus = (typeof memberStatuses)[number];

/** A session that a member can use now. */
export interface MemberSession {
  readonly id: string;
  /** The browser and operating system, as the browser names them. */
  readonly device: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
}

export interface Member {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly status: MemberStatus;
  /** When their newest link stops to work; null if they have none that works. */
  readonly linkExpiresAt: Date | null;
  readonly disabledAt: Date | null;
  /** Whether an account of single sign-on is linked, and whether its groups decide about the role. */
  readonly account: 'none' | 'linked' | 'gives-role';
  /** Null if they never signed in. */
  readonly lastSeenAt: Date | null;
  readonly sessions: readonly MemberSession[];
}

/** All members by name, with their open sessions. Admins only. */
export async function listMembers(
  ctx: MembersContext,
  { idleMs }: Pick<SessionLimits, 'idleMs'>,
): Promise<readonly Member[]> {
  requireRole(ctx.person, 'admin');
  const now = ctx.now();
  const [members, sessions] = await Promise.all([
    ctx.warehouse.read(membersQuery()),
    ctx.warehouse.read(openSessions({ now, idleSince: new Date(now.getTime() - idleMs) })),
  ]);
  return members.map((row) => ({
    email: row.email,
    name: row.name,
    role: row.role,
    status: statusOf(row, now, ctx.signIn),
    account: accountOf(row),
    disabledAt: row.disabled_at,
    lastSeenAt: row.last_seen_at,
    linkExpiresAt: row.link_expires_at && row.link_expires_at > now ? row.link_expires_at : null,
    sessions: sessions
      .filter(({ email }) => email.toLowerCase() === row.email.toLowerCase())
      .map((session) => ({
        id: session.session_id,
        device: session.device,
        createdAt: session.created_at,
        lastSeenAt: session.last_seen_at,
      })),
  }));
}

function statusOf(
  row: ListedMemberRow,
  now: Date,
  { password, sso }: SignInMethods = passwordOnly,
): MemberStatus {
  if (row.disabled_at) return 'disabled';
  if (row.role_source === 'claim_lost') return 'role-lost';
  if (sso && row.sso_issuer === sso.issuer) return 'active';
  if (password && row.has_password) return 'active';
  // With single sign-on, a member needs no link.
  return sso || (row.link_expires_at && row.link_expires_at > now) ? 'invited' : 'link-expired';
}

function accountOf(row: ListedMemberRow): Member['account'] {
  if (!row.sso_issuer) return 'none';
  return row.role_source === null ? 'linked' : 'gives-role';
}
