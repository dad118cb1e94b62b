import { AppError } from '@/lib/server/errors';

/** Roles in ascending order: each includes the permissions of the ones before it. */
export const roles = ['viewer', 'manager', 'admin'] as const;
export type Role = (typeof roles)[number];

/** The person behind a request: a signed-in member, an API token, or a command on the server's machine. */
export interface Person {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** The session of a signed-in member. */
  readonly sessionId?: string;
}

const forbiddenMessages: Record<Role, string> = {
  viewer: 'Sign in to see this.',
  manager:
    'Your role is viewer. You can see everything, but only managers can decide and start runs.',
  admin: 'Only admins can do this.',
};

/** Returns whether the person's role includes `role`. */
export function hasRole(person: Person, role: Role): boolean {
  return roles.indexOf(person.role) >= roles.indexOf(role);
}

/** @throws AppError `forbidden` unless the person's role includes `role` */
export function requireRole(person: Person, role: Role): void {
  if (!hasRole(person, role)) throw new AppError('forbidden', forbiddenMessages[role]);
}
