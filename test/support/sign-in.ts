import { checkCredentials } from '@/lib/members/check-credentials';
import type { Person } from '@/lib/server/auth/person';
import { passwordOnly } from '@/lib/server/auth/sign-in-methods';
import type { Warehouse } from '@/lib/warehouse/types';

/** Signs in from a browser that is not known, without waiting after failures. */
export function signInWith(
  warehouse: Warehouse,
  credentials: { readonly email: string; readonly password: string },
): Promise<Person> {
  const ctx = {
    warehouse: async () => warehouse,
    now: () => new Date(),
    wait: async () => {},
    signIn: passwordOnly,
  };
  return checkCredentials(ctx, credentials, { address: '192.0.2.1', device: undefined });
}
