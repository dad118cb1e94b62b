import type { Role } from '@/lib/server/auth/person';
import type { DemoPerson } from './company';
import { teams } from './csms';

/** Somebody who can sign in to the demo, with their password in clear: never outside of it. */
export interface DemoMember extends DemoPerson {
  readonly role: Role;
  readonly password: string;
}

/** The demo's three people, one of each role. */
export const demoMembers: readonly DemoMember[] = [
  {
    email: 'viewer@demo.example',
    name: 'Vera Lindgren',
    role: 'viewer',
    password: 'viewer-of-the-demo',
  },
  {
    email: 'manager@demo.example',
    name: 'Morgan Ellis',
    role: 'manager',
    password: 'manager-of-the-demo',
  },
  {
    email: 'admin@demo.example',
    name: 'Avery Stone',
    role: 'admin',
    password: 'admin-of-the-demo',
  },
];

/** The teams' managers, who made the history; all but the demo's own have no password. */
export const managers: readonly DemoPerson[] = [
  ...new Set(teams.map(({ manager }) => manager)),
].map((name) => ({
  name,
  email:
    demoMembers.find((member) => member.name === name)?.email ??
    `${name.toLowerCase().replaceAll(' ', '.')}@demo.example`,
}));

/** Whom runs on a schedule are started by, as the API's token does. */
export const schedule: DemoPerson = { email: 'api', name: 'API token' };
