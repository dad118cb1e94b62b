import { beforeEach, expect, test } from 'vitest';
import { startSession } from '@/lib/members/start-session';
import { HOUR_MS, MINUTE_MS } from '@/lib/time';
import { withQueryCache } from '@/lib/warehouse/query-cache';
import { upsertMember } from '@/lib/warehouse/sql/members';
import { endSession, type SessionEndReason, touchSession } from '@/lib/warehouse/sql/sessions';
import { tableNames } from '@/lib/warehouse/tables';
import type { Command, Warehouse } from '@/lib/warehouse/types';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { withStatementSpy } from '@/test/support/statement-spy';
import { checkSession } from './check-session';

const context = seededTestContext();
const idleMs = 2 * HOUR_MS;
const email = 'mia.manager@example.com';
let sessionId: string;

const write = (command: Command) =>
  context.warehouse.transaction('test', (session) => session.write(command));
const check = (warehouse: Warehouse = context.warehouse) =>
  checkSession(warehouse, sessionId, { now: context.now(), idleMs });
const refusal = (ended: string, message: RegExp) => ({
  code: 'sign_in_required',
  details: { ended },
  message: expect.stringMatching(message),
});

beforeEach(async () => {
  await write(
    upsertMember({
      email,
      name: 'Mia Manager',
      role: 'manager',
      passwordHash: null,
      now: context.now(),
    }),
  );
  const signIn = {
    method: 'password',
    device: 'Chrome on macOS',
    replaces: undefined,
    lifetimeMs: 12 * HOUR_MS,
  } as const;
  ({ sessionId } = await startSession(context.ctx, context.ctx.person, signIn));
});

test('a session that was just started is its member’s', async () => {
  expect(await check()).toEqual({ email, name: 'Mia Manager', role: 'manager', sessionId });
});

test('an unknown session is refused', async () => {
  const unknown = checkSession(context.warehouse, 'unknown', { now: context.now(), idleMs });
  await expect(unknown).rejects.toMatchObject({ code: 'sign_in_required' });
});

test('a session of a removed member is refused', async () => {
  await context.warehouse.script(`DELETE FROM ${tableNames.members}`);
  await expect(check()).rejects.toMatchObject({ code: 'sign_in_required' });
});

test.each<[SessionEndReason, RegExp]>([
  ['signed_out', /^This session was signed out\. You are signed out, so nothing was changed\./],
  ['ended_elsewhere', /^You ended this session from another browser\./],
  ['signed_in_again', /^This browser signed in again\./],
  ['ended_by_admin', /^An admin ended your session\./],
  ['password_changed', /^Your password was changed\./],
  ['role_changed', /^Your role was changed\./],
])('a session that ended is refused and the person learns why: %s', async (reason, message) => {
  await write(endSession({ sessionId, email, by: email, reason, at: context.now() }));
  await expect(check()).rejects.toMatchObject(refusal(reason, message));
});

test('a disabled member is refused, even if their session was not ended', async () => {
  await context.warehouse.script(
    `UPDATE ${tableNames.members} SET disabled_at = CAST('2026-03-02' AS TIMESTAMP)`,
  );
  const disabled = refusal('member_disabled', /^Your access was disabled\..*Ask an admin/);
  await expect(check()).rejects.toMatchObject(disabled);
});

test('a session ends after its lifetime, however active the person is', async () => {
  for (let hour = 1; hour < 12; hour += 1) {
    context.advanceHours(1);
    await write(touchSession(sessionId, context.now()));
    expect(await check()).toMatchObject({ email });
  }
  context.advanceHours(1);
  const expired = refusal('expired', /^A session lasts 12 hours\./);
  await expect(check()).rejects.toMatchObject(expired);
});

test('a session ends when the person was inactive for the limit', async () => {
  context.advanceHours(1.99);
  expect(await check()).toMatchObject({ email });
  context.advanceHours(0.01);
  const idle = refusal('idle', /^You were inactive for 2 hours\./);
  await expect(check()).rejects.toMatchObject(idle);
});

test('a check takes no statement within 30 seconds, also after the person was active', async () => {
  const names: string[] = [];
  const { warehouse } = withStatementSpy(context.ctx, ({ name }) => {
    names.push(name);
  });
  let ms = 0;
  const cached = withQueryCache(warehouse, () => ms);
  await check(cached);
  await cached.transaction('test', (session) =>
    session.write(touchSession(sessionId, new Date(context.now().getTime() + MINUTE_MS))),
  );
  ms = 29_999;
  await check(cached);
  expect(names.filter((name) => name === 'session.with-member')).toHaveLength(1);
  ms = 30_000;
  await check(cached);
  expect(names.filter((name) => name === 'session.with-member')).toHaveLength(2);
});

test('an end by this server applies at once', async () => {
  const cached = withQueryCache(context.warehouse, () => 0);
  await check(cached);
  await write(endSession({ sessionId, email, by: email, reason: 'signed_out', at: context.now() }));
  await expect(check(cached)).rejects.toMatchObject({ code: 'sign_in_required' });
});

test('a person who was active on another server is not taken for inactive', async () => {
  const cached = withQueryCache(context.warehouse, () => 0);
  await check(cached);
  context.advanceHours(1.5);
  await write(touchSession(sessionId, context.now()));
  context.advanceHours(1);
  expect(await check(cached)).toMatchObject({ email });
});
