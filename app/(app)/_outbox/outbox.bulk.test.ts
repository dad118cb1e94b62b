import { expect, test } from 'vitest';
import { buildRequests } from '@/lib/decisions/bulk';
import { decideAll } from '@/test/support/decisions-server';
import {
  accept,
  conflict,
  gate,
  isIdle,
  isNotSaving,
  isRefused,
  openOutbox,
  refuseOnly,
  server,
  setUpOutboxTests,
  undoOf,
  when,
} from '@/test/support/outbox';
import type { Decided, NewUndo } from './entry';

setUpOutboxTests();

/** A bulk decision of as many recommendations, and the undo of all of it. */
function bulk(count: number) {
  const rows = Array.from({ length: count }, (_, n) => String(n));
  const decisions = buildRequests(rows, (row, id) => accept(id, row));
  const undos = buildRequests(decisions, (made, id): NewUndo => {
    return { ...undoOf(made.requestId, made.recommendationId), requestId: id };
  });
  const idsOf = (requests: readonly { readonly requestId: string }[]) =>
    requests.map(({ requestId }) => requestId);
  return { decisions, undos, ids: idsOf(decisions), undoIds: idsOf(undos) };
}

test('a bulk decision is sent in one request, and confirmed as a whole', async () => {
  const outbox = openOutbox();
  const confirmations: (readonly Decided[])[] = [];
  outbox.onDecided((decided) => confirmations.push(decided));
  const { decisions, ids } = bulk(200);
  outbox.decide(...decisions);
  await when(outbox, isIdle);
  expect(server.receivedIds).toEqual([ids]);
  expect(confirmations.map(({ length }) => length)).toEqual([200]);
});

test('keeps only the refused rows of a bulk decision, and undoes only the others', async () => {
  const { decisions, undos, ids, undoIds } = bulk(5);
  const { open, opened } = gate();
  const refuse = refuseOnly(ids.slice(0, 2));
  server.handler = (request) => opened.then(() => refuse(request));
  const outbox = openOutbox();
  outbox.decide(...decisions);
  outbox.undo(...undos);
  open();
  await when(outbox, isRefused);
  expect(outbox.getSnapshot().entries).toMatchObject([
    { recommendationId: '0', state: 'refused', error: conflict },
    { recommendationId: '1', state: 'refused', error: conflict },
  ]);
  expect(server.receivedIds).toEqual([ids, undoIds.slice(2)]);
  outbox.dismiss(...ids);
  await when(outbox, isIdle);
});

test('the next page sends all of a bulk decision that an earlier page could not', async () => {
  const { decisions, ids } = bulk(30);
  server.handler = () => 'no response';
  const first = openOutbox();
  first.decide(...decisions);
  await when(first, isNotSaving());
  server.handler = decideAll;
  const second = openOutbox();
  await when(second, ({ entries }) => entries.length === 30);
  await when(second, isIdle);
  expect(server.receivedIds[1]).toEqual(ids);
});
