import { beforeEach, describe, expect, test } from 'vitest';
import type { SessionToken } from '@/lib/server/auth/session';
import type { Context } from '@/lib/server/context';
import { HOUR_MS } from '@/lib/time';
import { auditEntriesFrom } from '@/lib/warehouse/sql/audit';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { endOwnSessions, listOwnSessions, signOut } from './own-sessions';
import { startSession } from './start-session';

const context = seededTestContext();
const limits = { lifetimeMs: 12 * HOUR_MS, idleMs: 2 * HOUR_MS };

/** Signs Mia or another person in, and returns the context of the new session. */
async function signIn(
  device: string,
  base: Context = context.ctx,
  replaces?: SessionToken,
): Promise<Context> {
  const { sessionId } = await startSession(base, base.person, {
    method: 'password',
    device,
    replaces,
    ...limits,
  });
  return { ...base, person: { ...base.person, sessionId } };
}

const devices = async (ctx: Context) =>
  (await listOwnSessions(ctx, limits)).map(({ device }) => device);
const recorded = async () =>
  (await context.warehouse.read(auditEntriesFrom(1, 1_000))).map(
    ({ action, actor, details }) => [action, actor, JSON.parse(details)] as const,
  );

let laptop: Context;
let phone: Context;
let colleague: Context;
beforeEach(async () => {
  laptop = await signIn('Chrome on macOS');
  phone = await signIn('Safari on iOS');
  colleague = await signIn('Firefox on Linux', context.as('Bo', 'admin'));
});

test('a sign-in lasts as long as the settings say, and is recorded', async () => {
  const token = await startSession(context.ctx, context.ctx.person, {
    method: 'password',
    device: 'curl/8',
    replaces: undefined,
    ...limits,
  });
  expect(token.expiresAt.getTime() - context.now().getTime()).toBe(12 * HOUR_MS);
  const details = { session: token.sessionId, method: 'password', device: 'curl/8' };
  expect((await recorded()).at(-1)).toEqual(['sign-in', context.ctx.person.email, details]);
});

test('signing in again ends the session that the browser had, also another person’s', async () => {
  const tokenOf = ({ person: { email, sessionId = '' } }: Context): SessionToken => ({
    email,
    sessionId,
    expiresAt: new Date(context.now().getTime() + HOUR_MS),
  });
  const again = await signIn('Safari on iOS 2', context.ctx, tokenOf(phone));
  expect(await devices(laptop)).toEqual(['Chrome on macOS', 'Safari on iOS 2']);
  await signIn('Safari on iOS 3', colleague, tokenOf(again));
  expect(await devices(laptop)).toEqual(['Chrome on macOS']);
  expect(await devices(colleague)).toEqual(['Firefox on Linux', 'Safari on iOS 3']);
  const ended = (await recorded()).filter(([action]) => action === 'session.ended');
  expect(ended).toEqual([
    [
      'session.ended',
      context.ctx.person.email,
      { session: phone.person.sessionId, reason: 'signed_in_again' },
    ],
    [
      'session.ended',
      colleague.person.email,
      { session: again.person.sessionId, reason: 'signed_in_again' },
    ],
  ]);
  // It has already ended.
  await signIn('Safari on iOS 4', context.ctx, tokenOf(phone));
  expect((await recorded()).filter(([action]) => action === 'session.ended')).toEqual(ended);
});

describe('a person', () => {
  test('sees their own sessions, with the current one first', async () => {
    expect(await devices(laptop)).toEqual(['Chrome on macOS', 'Safari on iOS']);
    expect(await listOwnSessions(phone, limits)).toMatchObject([
      { device: 'Safari on iOS', startedAt: context.now(), isCurrent: true },
      { device: 'Chrome on macOS', isCurrent: false },
    ]);
  });

  test('signs out of one session only, which is recorded once', async () => {
    await signOut(phone);
    await signOut(phone);
    expect(await devices(laptop)).toEqual(['Chrome on macOS']);
    const signedOut = (await recorded()).filter(([action]) => action === 'sign-out');
    expect(signedOut).toEqual([
      ['sign-out', phone.person.email, { session: phone.person.sessionId }],
    ]);
  });

  test('ends one other session', async () => {
    await endOwnSessions(laptop, { sessions: { id: phone.person.sessionId ?? '' } });
    expect(await devices(laptop)).toEqual(['Chrome on macOS']);
    const details = { reason: 'ended_elsewhere', ended: 1 };
    expect((await recorded()).at(-1)).toEqual(['session.ended', laptop.person.email, details]);
  });

  test('ends all other sessions, or all', async () => {
    await endOwnSessions(laptop, { sessions: 'others' });
    expect(await devices(laptop)).toEqual(['Chrome on macOS']);
    await endOwnSessions(laptop, { sessions: 'all' });
    expect(await devices(laptop)).toEqual([]);
    expect(await devices(colleague)).toEqual(['Firefox on Linux']);
  });

  test('cannot end another person’s session', async () => {
    const before = await recorded();
    await endOwnSessions(laptop, { sessions: { id: colleague.person.sessionId ?? '' } });
    expect(await devices(colleague)).toEqual(['Firefox on Linux']);
    expect(await recorded()).toEqual(before);
  });
});

test('a program has no sessions to list or end', async () => {
  for (const attempt of [
    listOwnSessions(context.ctx, limits),
    signOut(context.ctx),
    endOwnSessions(context.ctx, { sessions: 'all' }),
  ]) {
    await expect(attempt).rejects.toMatchObject({ code: 'forbidden' });
  }
});
