import { v7 as uuid } from 'uuid';
import { hashPassword } from '@/lib/members/password';
import type { Role } from '@/lib/server/auth/person';
import { HOUR_MS } from '@/lib/time';
import { auditEntriesFrom } from '@/lib/warehouse/sql/audit';
import { upsertMember } from '@/lib/warehouse/sql/members';
import { insertSession, openSessions } from '@/lib/warehouse/sql/sessions';
import type { Warehouse } from '@/lib/warehouse/types';

/** The warehouse and clock of a test. */
interface MembersTest {
  readonly warehouse: Warehouse;
  readonly now: () => Date;
}

/** Adds a member named after their address: `mia@example.com` is Mia. */
export async function addMember(
  { warehouse, now }: MembersTest,
  email: string,
  role: Role,
  password: string | null = 'a password to test',
): Promise<void> {
  const passwordHash = password === null ? null : await hashPassword(password);
  const name = email.charAt(0).toUpperCase() + email.slice(1, email.indexOf('@'));
  await warehouse.transaction('test.member', (session) =>
    session.write(upsertMember({ email, name, role, passwordHash, now: now() })),
  );
}

/** Signs a member in, and returns the session's id. */
export async function addSession(
  { warehouse, now }: MembersTest,
  email: string,
  device = 'Firefox on Linux',
): Promise<string> {
  const sessionId = uuid();
  const expiresAt = new Date(now().getTime() + 12 * HOUR_MS);
  await warehouse.transaction('test.session', (session) =>
    session.write(
      insertSession({ sessionId, email, device, method: 'password', at: now(), expiresAt }),
    ),
  );
  return sessionId;
}

/** The ids of a member's open sessions. */
export async function openSessionsOf(
  { warehouse, now }: MembersTest,
  email: string,
): Promise<string[]> {
  const idleSince = new Date(now().getTime() - HOUR_MS);
  const sessions = await warehouse.read(openSessions({ now: now(), idleSince, email }));
  return sessions.map(({ session_id }) => session_id);
}

/** The newest audit entries, oldest first. */
export async function newestAuditEntries({ warehouse }: MembersTest, count: number) {
  return (await warehouse.read(auditEntriesFrom(1, 10_000))).slice(-count);
}
