import { v4 as uuid } from 'uuid';
import { expect, it } from 'vitest';
import { AppError } from '@/lib/server/errors';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { createGate } from '@/test/support/statement-spy';
import { DecisionBatches } from './decision-batches';

const context = seededTestContext();

/** Batches that record what they decide, and wait for a gate in the first one. */
function setUp(decide: (ids: readonly string[]) => void = () => {}) {
  const { ctx } = context;
  const gate = createGate();
  const decided: string[][] = [];
  const batches = new DecisionBatches(async (submissions) => {
    const ids = submissions.flatMap(({ requests }) => requests.map((r) => r.recommendationId));
    decided.push(ids);
    if (decided.length === 1) await gate.wait();
    decide(ids);
    return ids;
  });
  const submit = (...ids: readonly string[]) =>
    batches.submit({
      ctx,
      requests: ids.map((recommendationId) => ({
        recommendationId,
        requestId: uuid(),
        verb: 'accept',
        acknowledged: [],
        dwellMs: null,
      })),
    });
  return { gate, decided, submit };
}

it('decides at once what is submitted alone', async () => {
  const { gate, decided, submit } = setUp();
  gate.open();
  await submit('1');
  await submit('2');
  expect(decided).toEqual([['1'], ['2']]);
});

it('decides together what is submitted while a batch runs', async () => {
  const { gate, decided, submit } = setUp();
  const all = [submit('1')];
  await gate.reached;
  all.push(submit('2', '3'), submit('4'));
  gate.open();
  await Promise.all(all);
  expect(decided).toEqual([['1'], ['2', '3', '4']]);
});

it('keeps submissions for the same recommendation apart, in their order', async () => {
  const { gate, decided, submit } = setUp();
  const all = [submit('1')];
  await gate.reached;
  all.push(submit('2'), submit('2', '3'), submit('4'));
  gate.open();
  await Promise.all(all);
  expect(decided.flat()).toEqual(['1', '2', '2', '3', '4']);
  for (const ids of decided) expect(new Set(ids).size).toBe(ids.length);
});

it('has at most 200 requests in a batch', async () => {
  const { gate, decided, submit } = setUp();
  const ids = (from: number) => Array.from({ length: 150 }, (_, n) => String(from + n));
  const all = [submit('1')];
  await gate.reached;
  all.push(submit(...ids(1_000)), submit(...ids(2_000)));
  gate.open();
  await Promise.all(all);
  expect(decided.map(({ length }) => length)).toEqual([1, 150, 150]);
});

it('fails only the submission that is at fault', async () => {
  const { gate, submit } = setUp((ids) => {
    if (ids.includes('3')) throw new Error('bad');
  });
  const first = submit('1');
  await gate.reached;
  const outcomes = Promise.allSettled([submit('2'), submit('3'), submit('4')]);
  gate.open();
  await first;
  expect((await outcomes).map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
});

it('fails every submission of a batch, without trying each alone, if the warehouse fails', async () => {
  const { gate, decided, submit } = setUp((ids) => {
    if (!ids.includes('1')) throw new AppError('warehouse_unavailable', 'The disk is full.');
  });
  const first = submit('1');
  await gate.reached;
  const outcomes = Promise.allSettled([submit('2'), submit('3')]);
  gate.open();
  await first;
  expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(decided).toEqual([['1'], ['2', '3']]);
});
