import { expect, it } from 'vitest';
import { mappedRole } from './mapped-role';

const groupRoles = [
  { group: 'cs-viewers', role: 'viewer' },
  { group: 'cs-admins', role: 'admin' },
  { group: 'cs-managers', role: 'manager' },
] as const;

it.each([
  ['the role of a group', ['cs-managers'], 'manager'],
  ['the highest role of several groups', ['cs-managers', 'cs-admins', 'cs-viewers'], 'admin'],
  ['none for groups that are not mapped', ['everyone', 'cs-admins-of-another-app'], null],
  ['none without groups', [], null],
  ['none for a group in another case', ['CS-Admins'], null],
])('is %s', (_, groups, role) => {
  expect(mappedRole(groups, groupRoles)).toBe(role);
});
