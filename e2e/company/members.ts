import { hashPassword } from '@/lib/auth/password';
import { demoMembers } from '@/lib/demo/people';
import { upsertMember } from '@/lib/warehouse/sql/members';
import type { Warehouse } from '@/lib/warehouse/types';

/** Lets the demo's three people, one of each role, sign in. */
export async function addMembers(warehouse: Warehouse, now: Date): Promise<void> {
  for (const { email, name, role, password } of demoMembers) {
    const passwordHash = await hashPassword(password);
    await warehouse.transaction('e2e.member', (session) =>
      session.write(upsertMember({ email, name, role, passwordHash, now })),
    );
  }
}
