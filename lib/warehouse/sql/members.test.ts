import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TemporaryWarehouse, temporaryWarehouse } from '@/test/support/test-warehouse';
import { listMembers, memberByEmail, type NewMember, upsertMember } from './members';

let temporary: TemporaryWarehouse;
beforeAll(async () => {
  temporary = await temporaryWarehouse();
});
afterAll(() => temporary.dispose());

const now = new Date('2026-01-01T00:00:00Z');
const put = (member: Omit<NewMember, 'now'>) =>
  temporary.warehouse.transaction('put', (session) =>
    session.write(upsertMember({ ...member, now })),
  );

describe('members', () => {
  it('are found by email, case-insensitively', async () => {
    await put({ email: 'Ann@Example.com', name: 'Ann', role: 'viewer', passwordHash: null });
    expect(await temporary.warehouse.read(memberByEmail(' ann@example.COM '))).toEqual([
      {
        email: 'Ann@Example.com',
        name: 'Ann',
        role: 'viewer',
        password_hash: null,
        created_at: now,
        disabled_at: null,
        sso_issuer: null,
        sso_subject: null,
        role_source: null,
      },
    ]);
    expect(await temporary.warehouse.read(memberByEmail('%'))).toEqual([]);
  });

  it('are one row per email, updated in place', async () => {
    await put({ email: 'ANN@example.com', name: "Ann O'Hara", role: 'admin', passwordHash: 'x' });
    await put({ email: 'bo@example.com', name: 'Bo', role: 'manager', passwordHash: null });
    const members = await temporary.warehouse.read(listMembers());
    expect(members.map(({ name, role }) => [name, role])).toEqual([
      ["Ann O'Hara", 'admin'],
      ['Bo', 'manager'],
    ]);
  });
});
