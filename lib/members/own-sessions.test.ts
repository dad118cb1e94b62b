import { beforeEach, describe, expect, test } from 'vitest';
import type { Context } from '@/lib/server/context';
import { HOUR_MS } from '@/lib/time';
import { auditEntriesFrom } from '@/lib/warehouse/sql/audit';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { endOwnSessions, listOwnSessions, signOut } from './own-sessions';
import { startSession } from './start-session';

const context = seededTestContext();
const limits = { lifetimeMs: 12 * HOUR_MS, idleMs: 2 * HOUR_MS };

/** Signs Mia or another person in, and returns the context of the new session. */
async function signIn(device: string, base: Context = context.ctx): Promise<Context> {
  const { sessionId } = await startSession(base, base.person, {
    ...{ method: 'password', device },
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
    ...{ method: 'password', device: 'curl/8' },
    ...limits,
  });
  expect(token.expiresAt.getTime() - context.now().getTime()).toBe(12 * HOUR_MS);
  const details = { session: token.sessionId, method: 'password', device: 'curl/8' };
  expect((await recorded()).at(-1)).toEqual(['sign-in', context.ctx.person.email, details]);
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
