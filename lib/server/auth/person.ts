import { AppError } from '@/lib/server/errors';

/** What a person may do; each role may do all that the ones before it may. */
export const roles = ['viewer', 'manager', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Who asks for something: a member who signed in, or a token acting for a schedule. */
export interface Person {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
}

const refusalMessages: Record<Role, string> = {
  viewer: 'Sign in to see this.',
  manager: 'Your role is viewer: you can read everything, but decisions and runs are for managers.',
  admin: 'This is for admins.',
};

/** True when the person's role includes `role`. */
export function hasRole(person: Person, role: Role): boolean {
  return roles.indexOf(person.role) >= roles.indexOf(role);
}

/** Throws `forbidden` unless the person's role includes `role`. */
export function requireRole(person: Person, role: Role): void {
  if (!hasRole(person, role)) throw new AppError('forbidden', refusalMessages[role]);
}
