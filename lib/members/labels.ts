import type { Role } from '@/lib/server/auth/person';
import type { MemberStatus } from './list-members';
import type { TokenStatus } from './list-tokens';

export const roleLabels: Record<Role, string> = {
  viewer: 'Viewer',
  manager: 'Manager',
  admin: 'Admin',
};

/** Whether a member can sign in, in words. */
export const memberStatusLabels: Record<MemberStatus, string> = {
  active: 'Active',
  invited: 'Invited',
  'link-expired': 'Link expired',
  'role-lost': 'No group',
  disabled: 'Disabled',
};

export const tokenStatusLabels: Record<TokenStatus, string> = {
  active: 'Active',
  expired: 'Expired',
  revoked: 'Revoked',
};
