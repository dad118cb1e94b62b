import { describe, expect, test } from 'vitest';
import { decideAll, failure } from '@/test/support/decisions-server';
import {
  accept,
  conflict,
  gate,
  isIdle,
  isRefused,
  openOutbox,
  refuseOnly,
  server,
  setUpOutboxTests,
  undoOf,
  when,
} from '@/test/support/outbox';

setUpOutboxTests();

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
