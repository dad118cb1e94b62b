import { beforeEach, describe, expect, it } from 'vitest';
import { memberByEmail } from '@/lib/warehouse/sql/members';
import { addMember, addSession, newestAuditEntries, openSessionsOf } from '@/test/support/members';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { expectAppError } from '@/test/support/test-context';
import { changeMember } from './change-member';
import { disableMember } from './disable-member';
import { saveMember } from './save-member';

const context = seededTestContext();
const admin = () => context.as('Ada', 'admin');
const [ada, bo] = ['ada@example.com', 'bo@example.com'];
const member = async (email: string) => (await context.warehouse.read(memberByEmail(email)))[0];

beforeEach(async () => {
  await addMember(context, ada, 'admin');
  await addMember(context, bo, 'viewer');
});

describe('changing a member', () => {
  it('sets the role, records the one before, and signs the member out everywhere', async () => {
    await addSession(context, bo);
    const kept = await addSession(context, ada);
    await changeMember(admin(), { email: 'Bo@example.com', role: 'manager' });
    expect(await member(bo)).toMatchObject({ name: 'Bo', role: 'manager' });
    expect(await openSessionsOf(context, bo)).toEqual([]);
    expect(await openSessionsOf(context, ada)).toEqual([kept]);
    expect(await newestAuditEntries(context, 1)).toMatchObject([
      { action: 'member.changed', subject: bo, details: '{"role":["viewer","manager"]}' },
    ]);
  });

  it('sets the name without signing the member out', async () => {
    const session = await addSession(context, bo);
    await changeMember(admin(), { email: bo, name: ' Bo Berg ' });
    expect(await member(bo)).toMatchObject({ name: 'Bo Berg', role: 'viewer' });
    expect(await openSessionsOf(context, bo)).toEqual([session]);
  });

  it('records nothing if nothing changes', async () => {
    const before = await newestAuditEntries(context, 1_000);
    await changeMember(admin(), { email: bo, name: 'Bo', role: 'viewer' });
    expect(await newestAuditEntries(context, 1_000)).toEqual(before);
  });

  it('is for admins, and needs a member', async () => {
    const input = { email: bo, role: 'admin' } as const;
    expect(await expectAppError(changeMember(context.as('Bo', 'viewer'), input))).toMatchObject({
      code: 'forbidden',
    });
    expect(
      await expectAppError(changeMember(admin(), { email: 'x@example.com', role: 'viewer' })),
    ).toMatchObject({ code: 'not_found' });
  });
});

describe('the last admin', () => {
  it('cannot lose the role or the access in any way', async () => {
    // Neither of them could sign in and manage members.
    await addMember(context, 'invited@example.com', 'admin', null);
    await addMember(context, 'off@example.com', 'admin');
    await disableMember(admin(), { email: 'off@example.com' });
    const attempts = [
      () => changeMember(admin(), { email: ada, role: 'manager' }),
      () => disableMember(admin(), { email: ada }),
      () =>
        saveMember(admin(), { email: ada, name: 'Ada', role: 'viewer', password: 'x'.repeat(12) }),
    ];
    for (const attempt of attempts) {
      expect(await expectAppError(attempt())).toMatchObject({
        code: 'last_admin',
        message: expect.stringContaining('Ada is the only admin'),
      });
    }
    expect(await member(ada)).toMatchObject({ role: 'admin', disabled_at: null });
  });

  it('can still change their name, and others can still be disabled', async () => {
    await changeMember(admin(), { email: ada, name: 'Ada Lane', role: 'admin' });
    await disableMember(admin(), { email: bo });
    expect(await member(ada)).toMatchObject({ name: 'Ada Lane' });
  });

  it('remains when two admins take each other’s role or access at once', async () => {
    await changeMember(admin(), { email: bo, role: 'admin' });
    const outcomes = await Promise.allSettled([
      changeMember(admin(), { email: bo, role: 'viewer' }),
      disableMember(context.as('Bo', 'admin'), { email: ada }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const admins = [await member(ada), await member(bo)].filter(
      (each) => each?.role === 'admin' && !each.disabled_at,
    );
    expect(admins).toHaveLength(1);
  });
});
