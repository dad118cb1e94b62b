import { beforeEach, expect, test } from 'vitest';
import type { Context } from '@/lib/server/context';
import { HOUR_MS } from '@/lib/time';
import { tableNames } from '@/lib/warehouse/tables';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { withStatementSpy } from '@/test/support/statement-spy';
import { recordActivity } from './record-activity';
import { startSession } from './start-session';

const context = seededTestContext();
const limits = { lifetimeMs: 12 * HOUR_MS, idleMs: 2 * HOUR_MS };

let ctx: Context;
let statements: string[];
beforeEach(async () => {
  const { sessionId } = await startSession(context.ctx, context.ctx.person, {
    method: 'password',
    device: 'Chrome on macOS',
    replaces: undefined,
    ...limits,
  });
  statements = [];
  ctx = withStatementSpy(
    { ...context.ctx, person: { ...context.ctx.person, sessionId } },
    ({ name, kind }) => {
      if (kind === 'write' || kind === 'read') statements.push(name);
    },
  );
});

const lastSeen = async () =>
  (await context.queryRows(`SELECT last_seen_at FROM ${tableNames.sessions}`))[0]?.last_seen_at;

test('activity moves the time when the person was last seen', async () => {
  const before = await lastSeen();
  context.advanceHours(1);
  await recordActivity(ctx, limits);
  expect(await lastSeen()).not.toEqual(before);
  expect(statements).toEqual(['session.touch']);
});

test('activity is recorded at most once in 5 minutes, and more often with a short idle limit', async () => {
  await recordActivity(ctx, limits);
  context.advanceHours(4 / 60);
  await recordActivity(ctx, limits);
  expect(statements).toHaveLength(1);
  await recordActivity(ctx, { idleMs: 0.5 * HOUR_MS });
  expect(statements).toHaveLength(2);
  context.advanceHours(5 / 60);
  await recordActivity(ctx, limits);
  expect(statements).toHaveLength(3);
});

test('activity that could not be recorded is recorded the next time', async () => {
  const failing = withStatementSpy(ctx, ({ kind }) => {
    if (kind === 'write') throw new Error('The warehouse is busy.');
  });
  await expect(recordActivity(failing, limits)).rejects.toThrow('busy');
  await recordActivity(ctx, limits);
  expect(statements.filter((name) => name === 'session.touch')).not.toEqual([]);
});

test('a program has no session to record', async () => {
  await recordActivity(context.ctx, limits);
  expect(statements).toEqual([]);
});
