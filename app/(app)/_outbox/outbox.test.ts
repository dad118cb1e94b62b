import 'fake-indexeddb/auto';
import { v4 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Session } from '@/app/(app)/_shared/session';
import {
  DecisionsServer,
  decideAll,
  decided,
  failure,
  outcomes,
  type ReceivedRequest,
  refused,
} from '@/test/support/decisions-server';
import type { Decided, NewDecision, NewUndo } from './entry';
import { Outbox, type OutboxSnapshot } from './outbox';

let server: DecisionsServer;
let person: string;
let session: Session;
const cleanUp: (() => void)[] = [];

beforeEach(async () => {
  server = await DecisionsServer.start();
  // Each person has their own database.
  person = `${uuid()}@example.com`;
  session = new Session();
});

afterEach(async () => {
  vi.useRealTimers();
  for (const run of cleanUp.splice(0)) run();
  await server.close();
});

/** Opens a tab of a person. */
function openOutbox({ of = person, locks }: { of?: string; locks?: LockManager } = {}): Outbox {
  const outbox = new Outbox(of, session, locks, server.url);
  cleanUp.push(outbox.open());
  return outbox;
}

function accept(requestId: string, recommendationId = requestId): NewDecision {
  const label = 'Acme → Ana Diaz';
  return { requestId, recommendationId, verb: 'accept', acknowledged: [], dwellMs: 1_200, label };
}

function undoOf(undoes: string, recommendationId = undoes): NewUndo {
  return { requestId: `undo-${undoes}`, recommendationId, verb: 'undo', undoes, label: 'Acme' };
}

/** Resolves when the outbox is in a state. */
function when(outbox: Outbox, isTrue: (snapshot: OutboxSnapshot) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      if (!isTrue(outbox.getSnapshot())) return;
      stop();
      resolve();
    };
    const stop = outbox.subscribe(check);
    check();
  });
}

const isIdle = ({ status }: OutboxSnapshot) => status.kind === 'idle';
const isRefused = ({ status }: OutboxSnapshot) => status.kind === 'refused';
/** Whether sending failed, with this message if given. */
const isNotSaving =
  (message?: string) =>
  ({ status }: OutboxSnapshot) =>
    status.kind === 'not_saving' && status.message === (message ?? status.message);

/** A promise and the function that resolves it. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

const conflict = { code: 'already_decided', message: 'Ben already accepted this recommendation.' };

/** Refuses the requests with these ids, and decides the others. */
const refuseOnly =
  (ids: readonly string[], error = conflict) =>
  ({ requests }: ReceivedRequest) =>
    outcomes(
      requests.map((request) =>
        ids.includes(request.requestId) ? refused(request, error) : decided(request),
      ),
    );

test('a decision is sent with its person, and disappears once the server has made it', async () => {
  const outbox = openOutbox();
  const made: Decided[] = [];
  outbox.onDecided((one) => made.push(one));
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
        ...[
          {
            requestId: 'a',
            recommendationId: '7',
            verb: 'accept',
            acknowledged: [],
            dwellMs: 1_200,
          },
        ],
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
  for (const close of cleanUp.splice(0)) close();

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
  for (const close of cleanUp.splice(0)) close();

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
  session = new Session();
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
    expect(await made).toMatchObject({ entry: { requestId: 'a' }, decision: { csm: 'Ana Diaz' } });
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
    cleanUp.pop()?.();
    server.handler = decideAll;
    survivor.send();
    await when(survivor, isIdle);
    await vi.waitUntil(() => server.received.length === 2);
  });
});

describe('after a refusal', () => {
  test('the decision stays, with the reason, until the person dismisses it', async () => {
    server.handler = refuseOnly(['a']);
    const outbox = openOutbox();
    for (const id of ['a', 'b']) outbox.decide(accept(id));
    await when(outbox, isRefused);
    const expected = [{ requestId: 'a', state: 'refused', error: conflict }];
    expect(outbox.getSnapshot()).toMatchObject({ entries: expected, status: { refused: 1 } });

    const later = openOutbox();
    await when(later, isRefused);
    expect(later.getSnapshot().entries).toMatchObject(expected);
    later.dismiss('a');
    await when(outbox, isIdle);
    expect(server.receivedIds).toEqual([['a', 'b']]);
  });

  test('the decision can be sent again under the same id, with the rules that the person accepted', async () => {
    const error = { code: 'needs_confirmation', message: 'This breaks a routing rule.' };
    server.handler = refuseOnly(['a'], error);
    const outbox = openOutbox();
    outbox.decide(accept('a'));
    await when(outbox, isRefused);
    server.handler = decideAll;
    outbox.resend('a', { acknowledged: ['cooling'] });
    expect(outbox.getSnapshot().entries[0]).not.toHaveProperty('error');
    await when(outbox, isIdle);
    expect(server.received[1]?.requests).toMatchObject([
      { requestId: 'a', acknowledged: ['cooling'] },
    ]);
  });

  test('a queued undo of the decision is dropped', async () => {
    const { open, opened } = gate();
    server.handler = (request) => opened.then(() => refuseOnly(['a'])(request));
    const outbox = openOutbox();
    outbox.decide(accept('a', '1'));
    outbox.undo(undoOf('a', '1'));
    open();
    await when(outbox, isRefused);
    expect(outbox.getSnapshot().entries).toMatchObject([{ requestId: 'a' }]);
    expect(server.receivedIds).toEqual([['a']]);
  });

  test('an undo of the decision is not queued', async () => {
    server.handler = refuseOnly(['a']);
    const outbox = openOutbox();
    outbox.decide(accept('a'));
    await when(outbox, isRefused);
    outbox.undo(undoOf('a'));
    expect(outbox.getSnapshot().entries).toHaveLength(1);
  });

  test('a person without permission sees every decision refused', async () => {
    server.handler = () => failure(403, 'forbidden', 'Only managers can decide.');
    const outbox = openOutbox();
    for (const id of ['a', 'b']) outbox.decide(accept(id));
    await when(outbox, ({ status }) => status.refused === 2);
    expect(server.receivedIds.flat()).toEqual(['a', 'b']);
  });

  test('an invalid decision is found by sending each alone, and does not block the others', async () => {
    server.handler = (request) =>
      request.requests.some(({ requestId }) => requestId === 'b')
        ? failure(400, 'invalid_input', 'The note is too long.')
        : decideAll(request);
    const outbox = openOutbox();
    for (const id of ['a', 'b', 'c']) outbox.decide(accept(id));
    await when(outbox, isRefused);
    expect(outbox.getSnapshot().entries).toMatchObject([
      { requestId: 'b', error: { code: 'invalid_input', message: 'The note is too long.' } },
    ]);
    expect(server.receivedIds).toEqual([['a', 'b', 'c'], ['a'], ['b'], ['c']]);
  });
});

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
