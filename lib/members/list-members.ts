import 'server-only';
import type { Role } from '@/lib/server/auth/person';
import { requireRole } from '@/lib/server/auth/person';
import type { SessionLimits } from '@/lib/server/auth/session';
import { type ListedMemberRow, listMembers as membersQuery } from '@/lib/warehouse/sql/members';
import { openSessions } from '@/lib/warehouse/sql/sessions';
import type { MembersContext } from './require-member';

/** Whether a member can sign in, and if not, why. */
export const memberStatuses = ['active', 'invited', 'link-expired', 'disabled'] as const;
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
    ...{ email: row.email, name: row.name, role: row.role },
    ...{ status: statusOf(row, now), disabledAt: row.disabled_at, lastSeenAt: row.last_seen_at },
    linkExpiresAt: row.link_expires_at && row.link_expires_at > now ? row.link_expires_at : null,
    sessions: sessions
      .filter(({ email }) => email.toLowerCase() === row.email.toLowerCase())
      .map((session) => ({
        ...{ id: session.session_id, device: session.device },
        ...{ createdAt: session.created_at, lastSeenAt: session.last_seen_at },
      })),
  }));
}

function statusOf(row: ListedMemberRow, now: Date): MemberStatus {
  if (row.disabled_at) return 'disabled';
  if (row.has_password) return 'active';
  return row.link_expires_at && row.link_expires_at > now ? 'invited' : 'link-expired';
}
