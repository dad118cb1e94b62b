import { type Role, roles } from '@/lib/server/auth/person';
import type { GroupRole } from '@/lib/server/env-sso';

/** The highest role that a person's groups have; null if none of them has one. */
export function mappedRole(
  groups: readonly string[],
  groupRoles: readonly GroupRole[],
): Role | null {
  const mapped = groupRoles.filter(({ group }) => groups.includes(group)).map(({ role }) => role);
  return roles.findLast((role) => mapped.includes(role)) ?? null;
}
