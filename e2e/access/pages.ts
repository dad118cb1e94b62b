import type { Access } from './access';

/** A page, and what proves that someone may not see it. */
export interface PageAccess extends Access {
  /** What people without the role see instead. */
  readonly refusal?: string;
}

/** Every page of the build, with who may see it. */
export const pageAccess: Readonly<Record<string, PageAccess>> = {
  '/': { role: 'viewer' },
  '/acceptance': { role: 'viewer' },
  '/accounts/[id]': { role: 'viewer' },
  '/audit': { role: 'admin', refusal: 'Only admins can see the audit trail' },
  '/cooling': { role: 'viewer' },
  '/csms': { role: 'viewer' },
  '/csms/[name]': { role: 'viewer' },
  '/diagnostics': { role: 'viewer' },
  '/handover': { role: 'viewer' },
  '/import': { role: 'admin', refusal: 'Only admins can import' },
  '/invitation': { role: 'anyone' },
  '/members': { role: 'admin', refusal: 'Only admins can see and change members' },
  '/notifications': { role: 'admin', refusal: 'Only admins can see notifications' },
  '/policy': { role: 'viewer' },
  '/policy/edit': { role: 'admin', refusal: 'Only admins can edit the policy' },
  '/queue': { role: 'viewer' },
  '/recommendations/[id]': { role: 'viewer' },
  '/reviews': { role: 'viewer' },
  '/runs': { role: 'viewer' },
  '/runs/[id]': { role: 'viewer' },
  '/schedule': { role: 'viewer' },
  '/sessions': { role: 'viewer' },
  '/sign-in': { role: 'anyone' },
  '/signed-in': { role: 'viewer' },
  '/workload': { role: 'viewer' },
  '/workload/ledger': { role: 'viewer' },
};
