import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { decideAll, decided, failure, outcomes, refused } from '@/test/support/decisions-server';
import {
  accept,
  isIdle,
  isNotSaving,
  openOutbox,
  server,
  setUpOutboxTests,
  when,
} from '@/test/support/outbox';

setUpOutboxTests();

describe('when the server cannot save', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => vi.restoreAllMocks());

  const busy = failure(503, 'warehouse_busy', 'Another program is using the warehouse.');

  test('retries after 1 second, doubling to 15, and tells why', async () => {
    const setTimeout = vi.spyOn(globalThis, 'setTimeout');
    server.handler = () => failure(503, 'warehouse_busy', `Busy ${server.received.length}.`);
    const outbox = openOutbox();
    outbox.decide(accept('a'));
    const delays = [1_000, 2_000, 4_000, 8_000, 15_000, 15_000];
    // fetch has other timers of its own.
    const scheduled = () =>
      setTimeout.mock.calls.map(([, ms = 0]) => ms).filter((ms) => delays.includes(ms));
    for (const [index, delay] of delays.entries()) {
      await when(outbox, isNotSaving(`Busy ${index + 1}.`));
      vi.advanceTimersByTime(delay);
    }
    await when(outbox, isNotSaving('Busy 7.'));
    expect(scheduled()).toEqual([...delays, 15_000]);
    server.handler = decideAll;
    vi.advanceTimersByTime(15_000);
    await when(outbox, isIdle);

    server.handler = () => busy;
    outbox.decide(accept('b'));
    await when(outbox, isNotSaving());
    expect(scheduled().at(-1)).toBe(1_000);
  });

  test('retries a lost response with the same request id', async () => {
    server.handler = () => 'no response';
    const outbox = openOutbox();
    outbox.decide(accept('a'));
    await when(outbox, isNotSaving('The server did not respond.'));
    server.handler = decideAll;
    vi.advanceTimersByTime(1_000);
    await when(outbox, isIdle);
    expect(server.receivedIds).toEqual([['a'], ['a']]);
  });

  test('retries an entry whose outcome is missing or temporary, and keeps the other outcomes', async () => {
    server.handler = ({ requests: [a, b, c] }) =>
      outcomes([
        a && decided(a),
        b && refused(b, { code: 'warehouse_busy', message: 'The warehouse is busy.' }),
        c && { ...decided(c), requestId: 'unknown' },
      ]);
    const outbox = openOutbox();
    for (const id of ['a', 'b', 'c']) outbox.decide(accept(id));
    await when(outbox, isNotSaving());
    expect(outbox.getSnapshot().entries).toMatchObject([
      { requestId: 'b', state: 'queued' },
      { requestId: 'c', state: 'queued' },
    ]);
    server.handler = decideAll;
    vi.advanceTimersByTime(1_000);
    await when(outbox, isIdle);
    expect(server.receivedIds).toEqual([
      ['a', 'b', 'c'],
      ['b', 'c'],
    ]);
  });

  test('does not try more often because more is decided', async () => {
    server.handler = () => busy;
    const outbox = openOutbox();
    outbox.decide(accept('a'));
    await when(outbox, isNotSaving());
    outbox.decide(accept('b'));
    outbox.send();
    expect(outbox.getSnapshot().status.queued).toBe(2);
    server.handler = decideAll;
    vi.advanceTimersByTime(1_000);
    await when(outbox, isIdle);
    expect(server.receivedIds).toEqual([['a'], ['a', 'b']]);
  });

  test('sends at once when the connection is back, instead of at the next retry', async () => {
    server.handler = () => 'no response';
    const outbox = openOutbox();
    outbox.setOnline(false);
    outbox.decide(accept('a'));
    expect(outbox.getSnapshot().status).toMatchObject({ kind: 'offline', queued: 1 });
    await vi.waitUntil(() => server.received.length === 1);
    server.handler = decideAll;
    outbox.setOnline(true);
    await when(outbox, isIdle);
  });
});
