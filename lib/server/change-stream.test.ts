import { beforeEach, expect, it } from 'vitest';
import { signOut } from '@/lib/members/own-sessions';
import { startSession } from '@/lib/members/start-session';
import { HOUR_MS, MINUTE_MS } from '@/lib/time';
import { upsertMember } from '@/lib/warehouse/sql/members';
import { type ManualClock, manualClock } from '@/test/support/manual-clock';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { getChangeNumber, streamChanges } from './change-stream';
import { type Presence, PresenceList } from './presence';

const context = seededTestContext();

let clock: ManualClock;
let disconnected: AbortController;
let people: PresenceList;
beforeEach(() => {
  clock = manualClock();
  disconnected = new AbortController();
  people = new PresenceList(clock);
});

/** Opens a stream. `read` returns what has been sent since the last call; null after the end. */
function open(ctx = context.as('Vera', 'viewer')) {
  const { changes } = context.ctx.readModel;
  const stream = streamChanges(ctx, disconnected.signal, {
    clock,
    people,
  });
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  const read = async () => {
    const { value, done } = await reader.read();
    return done ? null : value;
  };
  return { changes, read };
}

const message = (number: number, topics: readonly string[], presence?: Presence) =>
  `id: ${number}\ndata: ${JSON.stringify({ number, topics, presence })}\n\n`;

it('starts with the current number, and sends a change at once', async () => {
  const { changes, read } = open();
  const { number } = changes;
  expect(await read()).toBe('retry: 1000\n\n');
  expect(await read()).toBe(message(number, [], {}));
  clock.advance(1_000);
  changes.publish(['queue']);
  expect(await read()).toBe(message(number + 1, ['queue']));
  disconnected.abort();
});

it('is open for twenty people without a warning of a leak', async () => {
  const warnings: Error[] = [];
  const onWarning = (warning: Error) => warnings.push(warning);
  process.on('warning', onWarning);
  const streams = Array.from({ length: 20 }, () =>
    streamChanges(context.as('Vera', 'viewer'), new AbortController().signal, { clock, people }),
  );
  await new Promise(setImmediate);
  process.off('warning', onWarning);
  await Promise.all(streams.map((stream) => stream.cancel()));
  expect(warnings).toEqual([]);
});

it('sends at most one message per second, with all topics since the last', async () => {
  const { changes, read } = open();
  const { number } = changes;
  await read();
  await read();
  clock.advance(400);
  changes.publish(['queue']);
  changes.publish(['queue', 'runs']);
  clock.advance(600);
  expect(await read()).toBe(message(number + 2, ['queue', 'runs']));
  changes.publish(['reviews']);
  clock.advance(1_000);
  expect(await read()).toBe(message(number + 3, ['reviews']));
  disconnected.abort();
});

it('sends less often while many people follow', async () => {
  const streams = Array.from({ length: 49 }, () =>
    streamChanges(context.as('Vera', 'viewer'), new AbortController().signal, { clock, people }),
  );
  const { changes, read } = open();
  const { number } = changes;
  await read();
  await read();
  changes.publish(['queue']);
  clock.advance(2_999);
  changes.publish(['runs']);
  clock.advance(1);
  expect(await read()).toBe(message(number + 2, ['queue', 'runs']));
  disconnected.abort();
  await Promise.all(streams.map((stream) => stream.cancel()));
});

it('sends what others have open when it changes', async () => {
  const { changes, read } = open();
  const { number } = changes;
  await read();
  await read();
  clock.advance(1_000);
  people.report(context.as('Vera', 'viewer').person, 'tab', '8');
  people.report({ email: 'ben@example.com', name: 'Ben Ito' }, 'tab', '7');
  expect(await read()).toBe(message(number, [], { 7: ['Ben Ito'] }));
  changes.publish(['queue']);
  clock.advance(1_000);
  expect(await read()).toBe(message(number + 1, ['queue']));
  clock.advance(30_000);
  let last = await read();
  while (last?.startsWith(':')) last = await read();
  expect(last).toBe(message(number + 1, [], {}));
  disconnected.abort();
});

it('sends a heartbeat every 20 seconds', async () => {
  const { read } = open();
  await read();
  await read();
  clock.advance(40_000);
  expect([await read(), await read()]).toEqual([': heartbeat\n\n', ': heartbeat\n\n']);
  disconnected.abort();
});

it.each([
  ['the client disconnects', () => disconnected.abort()],
  ['five minutes', () => clock.advance(5 * MINUTE_MS)],
])('ends and unsubscribes after %s', async (_, leave) => {
  const { changes, read } = open();
  changes.publish(['queue']);
  expect(changes.subscriberCount).toBe(1);
  leave();
  expect([changes.subscriberCount, clock.pendingTimers()]).toEqual([0, 0]);
  let last = await read();
  while (last !== null) last = await read();
});

it('unsubscribes if the response is no longer read', async () => {
  const { changes } = context.ctx.readModel;
  const stream = streamChanges(context.ctx, disconnected.signal, { clock, people });
  expect(changes.subscriberCount).toBe(1);
  await stream.cancel();
  expect([changes.subscriberCount, clock.pendingTimers()]).toEqual([0, 0]);
});

it('sends nothing to a client that has already disconnected', async () => {
  disconnected.abort();
  const { changes } = open();
  expect([changes.subscriberCount, clock.pendingTimers()]).toEqual([0, 0]);
});

it('returns the current number to a viewer', async () => {
  const { changes } = context.ctx.readModel;
  const number = async () => (await getChangeNumber(context.as('Vera', 'viewer'))).number;
  const before = await number();
  changes.publish([]);
  expect(await number()).toBe(before);
  changes.publish(['queue']);
  expect(await number()).toBe(before + 1);
});

it('ends at once when the session is ended, and checks it every 5 seconds', async () => {
  const vera = context.as('Vera', 'viewer');
  const { email, name, role } = vera.person;
  await context.warehouse.transaction('test', (session) =>
    session.write(upsertMember({ email, name, role, passwordHash: null, now: context.now() })),
  );
  const signIn = {
    ...({ method: 'password', device: 'Test', replaces: undefined } as const),
    lifetimeMs: 12 * HOUR_MS,
  };
  const openSignedIn = async () => {
    const { sessionId } = await startSession(vera, vera.person, signIn);
    const ctx = { ...vera, person: { ...vera.person, sessionId } };
    const { read } = open(ctx);
    await read();
    await read();
    return { ctx, read };
  };

  const ended = await openSignedIn();
  const kept = await openSignedIn();
  await signOut(ended.ctx);
  expect(await ended.read()).toBeNull();

  context.advanceHours(2);
  clock.advance(5_000);
  expect(await kept.read()).toBeNull();
  expect(clock.pendingTimers()).toBe(0);
});
