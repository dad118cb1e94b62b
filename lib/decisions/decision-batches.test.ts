import { v4 as uuid } from 'uuid';
import { expect, it } from 'vitest';
import { defaultPolicy } from '@/lib/policy/policy';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { createGate } from '@/test/support/statement-spy';
import { DecisionBatches } from './decision-batches';

const context = seededTestContext();

/** Batches that record what they decide, and wait for a gate in the first one. */
async function setUp(decide: (ids: readonly string[]) => void = () => {}) {
  const { ctx } = context;
  const facts = await ctx.readModel.facts(defaultPolicy, ctx.now());
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
        ...{ recommendationId, requestId: uuid(), verb: 'accept' },
        ...{ acknowledged: [], dwellMs: null },
      })),
      known: { policy: defaultPolicy, facts, accounts: new Map() },
    });
  return { gate, decided, submit };
}

it('decides at once what is submitted alone', async () => {
  const { gate, decided, submit } = await setUp();
  gate.open();
  await submit('1');
  await submit('2');
  expect(decided).toEqual([['1'], ['2']]);
});

it('decides together what is submitted while a batch runs', async () => {
  const { gate, decided, submit } = await setUp();
  const all = [submit('1')];
  await gate.reached;
  all.push(submit('2', '3'), submit('4'));
  gate.open();
  await Promise.all(all);
  expect(decided).toEqual([['1'], ['2', '3', '4']]);
});

it('keeps submissions for the same recommendation apart, in their order', async () => {
  const { gate, decided, submit } = await setUp();
  const all = [submit('1')];
  await gate.reached;
  all.push(submit('2'), submit('2', '3'), submit('4'));
  gate.open();
  await Promise.all(all);
  expect(decided.flat()).toEqual(['1', '2', '2', '3', '4']);
  for (const ids of decided) expect(new Set(ids).size).toBe(ids.length);
});

it('has at most 200 requests in a batch', async () => {
  const { gate, decided, submit } = await setUp();
  const ids = (from: number) => Array.from({ length: 150 }, (_, n) => String(from + n));
  const all = [submit('1')];
  await gate.reached;
  all.push(submit(...ids(1_000)), submit(...ids(2_000)));
  gate.open();
  await Promise.all(all);
  expect(decided.map(({ length }) => length)).toEqual([1, 150, 150]);
});

it('fails only the submission that is at fault', async () => {
  const { gate, submit } = await setUp((ids) => {
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
