import type { Person, Role } from '@/lib/server/auth/person';

/** A person who can sign in to the demo. Their password is public: never use it elsewhere. */
export interface DemoMember extends Person {
  readonly password: string;
}

const member = (role: Role, name: string): DemoMember => ({
  email: `${role}@demo.example`,
  name,
  role,
  password: `${role}-of-the-demo`,
});

/** The three people who can sign in to the demo, one per role. */
export const demoMembers: readonly DemoMember[] = [
  member('viewer', 'Victoria Lane'),
  member('manager', 'Morgan Ellis'),
  member('admin', 'Avery Stone'),
];

const manager = (name: string): Person =>
  demoMembers.find((person) => person.name === name) ?? {
    name,
    email: `${name.toLowerCase().replaceAll(' ', '.')}@demo.example`,
    role: 'manager',
  };

/** The team managers who made the history. Only those among `demoMembers` can sign in. */
export const managers: readonly Person[] = [
  'Morgan Ellis',
  'Sam Whitaker',
  'Karen Sullivan',
  'Devon Marsh',
].map(manager);

/** The person who decides and starts runs on the demo's last day. */
export const demoManager: Person = manager('Morgan Ellis');

/** Who starts scheduled runs, as for requests with the API token. */
export const schedule: Person = { email: 'api', name: 'API token', role: 'manager' };
