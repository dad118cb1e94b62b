import { expect, it } from 'vitest';
import { HOUR_MS } from '@/lib/time';
import { addMember, addSession } from '@/test/support/members';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { disableMember } from './disable-member';
import { endMemberSessions } from './end-member-sessions';
import { inviteMember } from './invite-member';
import { listMembers } from './list-members';

const context = seededTestContext();
const admin = () => context.as('Ada', 'admin');
const invite = (name: string) =>
  inviteMember(admin(), { email: `${name.toLowerCase()}@example.com`, name, role: 'viewer' });
const limits = { idleMs: 2 * HOUR_MS };
const bo = 'bo@example.com';

it('lists members by name with whether they can sign in, and when they were last seen', async () => {
  await addMember(context, bo, 'manager');
  await addMember(context, 'ada@example.com', 'admin');
  await addMember(context, 'dee@example.com', 'viewer');
  await invite('Early');
  context.advanceHours(72);
  const at = context.now();
  await invite('Cy');
  await disableMember(admin(), { email: 'dee@example.com' });
  const session = await addSession(context, 'BO@example.com', 'Safari on iPhone');
  const members = await listMembers(admin(), limits);
  expect(members.map(({ name, role, status }) => [name, role, status])).toEqual([
    ['Ada', 'admin', 'active'],
    ['Bo', 'manager', 'active'],
    ['Cy', 'viewer', 'invited'],
    ['Dee', 'viewer', 'disabled'],
    ['Early', 'viewer', 'link-expired'],
  ]);
  expect(members.map(({ lastSeenAt }) => lastSeenAt)).toEqual([null, at, null, null, null]);
  expect(members[1]?.sessions).toEqual([
    { id: session, device: 'Safari on iPhone', createdAt: at, lastSeenAt: at },
  ]);
  expect(JSON.stringify(members)).not.toContain('argon2');
});

it('shows no session that was ended or is idle, but still when the member was last seen', async () => {
  await addMember(context, bo, 'manager');
  const first = await addSession(context, bo);
  await addSession(context, bo);
  const other = await addSession(context, 'someone@example.com');
  expect(await endMemberSessions(admin(), { email: bo, sessionId: other })).toEqual({ ended: 0 });
  expect(await endMemberSessions(admin(), { email: bo, sessionId: first })).toEqual({ ended: 1 });
  expect((await listMembers(admin(), limits))[0]?.sessions).toHaveLength(1);
  expect(await endMemberSessions(admin(), { email: bo })).toEqual({ ended: 1 });
  expect(await listMembers(admin(), limits)).toMatchObject([
    { sessions: [], lastSeenAt: context.now() },
  ]);
  await addSession(context, bo);
  context.advanceHours(3);
  expect((await listMembers(admin(), limits))[0]?.sessions).toEqual([]);
});
