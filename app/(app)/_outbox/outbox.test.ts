import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { decideAll, failure } from '@/test/support/decisions-server';
import {
  accept,
  closeLastTab,
  closeTabs,
  gate,
  isIdle,
  isNotSaving,
  openOutbox,
  person,
  replaceSession,
  server,
  session,
  setUpOutboxTests,
  undoOf,
  when,
} from '@/test/support/outbox';
import type { Decided } from './entry';

setUpOutboxTests();

test('a decision is sent with its person, and disappears once the server has made it', async () => {
  const outbox = openOutbox();
  const made: Decided[] = [];
  outbox.onDecided((all) => made.push(...all));
  outbox.decide(accept('a', '7'));
  expect(outbox.getSnapshot()).toMatchObject({
    entries: [{ requestId: 'a', state: 'queued', label: 'Acme → Ana Diaz' }],
    status: { kind: 'saving', queued: 1 },
  });
  await when(outbox, isIdle);
  expect(server.received).toEqual([
    {
      person,
      requests: [
        {
          requestId: 'a',
          recommendationId: '7',
          verb: 'accept',
          acknowledged: [],
          dwellMs: 1_200,
        },
      ],
    },
  ]);
  expect(outbox.getSnapshot().entries).toEqual([]);
  expect(made).toMatchObject([
    { entry: { requestId: 'a' }, decision: { id: 'decision-of-a', csm: 'Ana Diaz' } },
  ]);
});

test('what is decided during a request is sent together in the next one, in order', async () => {
  const { open, opened } = gate();
  server.handler = (request) => opened.then(() => decideAll(request));
  const outbox = openOutbox();
  outbox.decide(accept('a'));
  await vi.waitUntil(() => server.received.length === 1);
  for (const id of ['d', 'c', 'b']) outbox.decide(accept(id));
  open();
  await when(outbox, isIdle);
  expect(server.receivedIds).toEqual([['a'], ['d', 'c', 'b']]);
});

test('an undo is sent in a later request than its decision', async () => {
  const outbox = openOutbox();
  outbox.decide(accept('a', '1'));
  outbox.undo(undoOf('a', '1'));
  outbox.decide(accept('b', '2'));
  await when(outbox, isIdle);
  expect(server.receivedIds).toEqual([['a', 'b'], ['undo-a']]);
});

test('a decision that is added twice is sent once', async () => {
  const outbox = openOutbox();
  outbox.decide(accept('a'));
  outbox.decide(accept('a'));
  await when(outbox, isIdle);
  expect(server.receivedIds).toEqual([['a']]);
});

test('the next page sends what an earlier page could not, in the same order', async () => {
  server.handler = () => 'no response';
  const first = openOutbox();
  first.decide(accept('b'));
  first.decide(accept('a'));
  await when(first, isNotSaving());
  closeTabs();

  server.handler = decideAll;
  const second = openOutbox();
  await vi.waitUntil(() => server.received.length === 2);
  await when(second, isIdle);
  expect(server.receivedIds[1]).toEqual(['b', 'a']);
});

test('decisions are ordered by time even if the clock was set back', async () => {
  server.handler = () => 'no response';
  vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 });
  const first = openOutbox();
  first.decide(accept('b'));
  await when(first, isNotSaving());
  closeTabs();

  vi.setSystemTime(500_000);
  const second = openOutbox();
  await when(second, ({ entries }) => entries.length === 1);
  second.decide(accept('a'));
  expect(second.getSnapshot().entries.map(({ requestId }) => requestId)).toEqual(['b', 'a']);
});

test('another person neither sees nor sends the decisions', async () => {
  server.handler = () => failure(401, 'sign_in_required', 'Sign in.');
  const first = openOutbox();
  first.decide(accept('a'));
  await when(first, ({ status }) => status.kind === 'signed_out');

  server.handler = decideAll;
  replaceSession();
  const second = openOutbox({ of: 'another@example.com' });
  second.decide(accept('b'));
  await when(second, isIdle);
  expect(server.receivedIds).toEqual([['a'], ['b']]);
  expect(first.getSnapshot().entries).toHaveLength(1);
});

describe('with another tab', () => {
  test('both tabs learn of a decision and of its outcome', async () => {
    const [first, second] = [openOutbox(), openOutbox()];
    const { open, opened } = gate();
    server.handler = (request) => opened.then(() => decideAll(request));
    const made = new Promise((resolve) => second.onDecided(resolve));
    first.decide(accept('a'));
    await when(second, ({ status }) => status.queued === 1);
    open();
    expect(await made).toMatchObject([
      { entry: { requestId: 'a' }, decision: { csm: 'Ana Diaz' } },
    ]);
    await when(second, isIdle);
  });

  test('the tabs take turns, so each decision is sent once', async () => {
    const locks = new OneAtATime() as unknown as LockManager;
    const [first, second] = [openOutbox({ locks }), openOutbox({ locks })];
    for (const id of ['a', 'b', 'c']) first.decide(accept(id));
    for (const id of ['d', 'e', 'f']) second.decide(accept(id));
    await when(first, isIdle);
    await when(second, isIdle);
    expect(server.receivedIds.flat().sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  test('a tab sends what another tab left when it was killed', async () => {
    const survivor = openOutbox();
    server.handler = () => 'no response';
    const killed = openOutbox();
    killed.decide(accept('a'));
    await when(killed, isNotSaving());
    closeLastTab();
    server.handler = decideAll;
    survivor.send();
    await when(survivor, isIdle);
    await vi.waitUntil(() => server.received.length === 2);
  });
});

describe('when the session ends', () => {
  test('waits, and continues after the person has signed in', async () => {
    server.handler = () => failure(401, 'sign_in_required', 'Sign in.');
    const outbox = openOutbox();
    outbox.decide(accept('a'));
    await when(outbox, ({ status }) => status.kind === 'signed_out');
    outbox.decide(accept('b'));
    outbox.retry();
    expect(session.state).toBe('signed_out');
    expect(outbox.getSnapshot().status.queued).toBe(2);

    server.handler = decideAll;
    session.set('active');
    await when(outbox, isIdle);
    expect(server.receivedIds).toEqual([['a'], ['a', 'b']]);
  });

  test('waits while another person is signed in', async () => {
    server.handler = () => failure(409, 'wrong_person', 'Someone else is signed in.');
    const outbox = openOutbox();
    outbox.decide(accept('a'));
    await when(outbox, ({ status }) => status.kind === 'other_person');
    outbox.retry();
    outbox.flush();
    expect(outbox.getSnapshot().entries).toMatchObject([{ requestId: 'a', state: 'queued' }]);
    expect(server.received).toHaveLength(1);
  });
});

test('closing the page sends what is not on its way yet, including undos', async () => {
  const { open, opened } = gate();
  server.handler = (request) => opened.then(() => decideAll(request));
  const outbox = openOutbox();
  outbox.decide(accept('a', '1'));
  await vi.waitUntil(() => server.received.length === 1);
  outbox.undo(undoOf('a', '1'));
  outbox.decide(accept('b', '2'));
  outbox.decide(accept('c', '1'));
  outbox.flush();
  await vi.waitUntil(() => server.received.length === 3);
  expect(server.receivedIds.slice(1).sort()).toEqual([['c'], ['undo-a', 'b']]);
  open();
  await when(outbox, isIdle);
});

describe('without IndexedDB', () => {
  beforeEach(() => vi.stubGlobal('indexedDB', undefined));
  afterEach(() => vi.unstubAllGlobals());

  test('sends decisions from memory, and warns that the tab must stay open', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    const { open, opened } = gate();
    server.handler = (request) => opened.then(() => decideAll(request));
    const outbox = openOutbox();
    outbox.decide(accept('a'));
    await when(outbox, ({ status }) => status.kind === 'saving' && status.onlyInThisTab);
    open();
    await when(outbox, isIdle);
    expect(server.receivedIds).toEqual([['a']]);
  });
});

/** The part of Web Locks that the outbox uses. Node.js 20 does not have them. */
class OneAtATime {
  #last: Promise<unknown> = Promise.resolve();

  request<Value>(_: string, __: unknown, work: () => Promise<Value>): Promise<Value> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
