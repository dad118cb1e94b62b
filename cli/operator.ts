import { userInfo } from 'node:os';
import type { Person } from '@/lib/auth/person';

/** Whoever may run a command on the machine that has the warehouse may do everything with it. */
export function operator(): Person {
  const name = username();
  return { email: `${name}@command-line`, name: `${name} (command line)`, role: 'admin' };
}

function username(): string {
  try {
    return userInfo().username || 'somebody';
  } catch {
    // A container's user may have no name.
    return 'somebody';
  }
}
