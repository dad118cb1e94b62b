import { userInfo } from 'node:os';
import type { Person } from '@/lib/auth/person';

/** Whoever may run a command on the machine that has the warehouse may do everything with it. */
export function operator(): Person {
  const { username } = userInfo();
  return { email: `${username}@command-line`, name: `${username} (command line)`, role: 'admin' };
}
