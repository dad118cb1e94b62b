import { expect, it } from 'vitest';
import { defaultPolicy } from '@/lib/policy/policy';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { createGate, withStatementSpy } from '@/test/support/statement-spy';
import { hoursAgo, monday } from '@/test/support/test-context';
import { ReadModel } from './read-model';

const context = seededTestContext({
  csms: [{ name: 'Ana' }],
  accounts: [{ id: 'A' }, { id: 'B' }],
  recommendations: [{ account: 'A', csm: 'Ana', at: hoursAgo(2) }],
});

/** Starts to load facts. The CSMs are read once `gate` opens. */
function startLoad() {
  const gate = createGate();
  const events: string[] = [];
  const { warehouse } = withStatementSpy(context.ctx, async ({ name, kind, inTransaction }) => {
    if (kind === 'begin') events.push(name);
    if (name === 'read-model.company' && !inTransaction) await gate.wait();
  });
  const facts = new ReadModel(warehouse).facts(defaultPolicy, monday);
  return { gate, events, facts };
}

it('the read model loads beside the writer, so that a slow contract view does not block it', async () => {
  const { gate, events, facts } = startLoad();
  await gate.reached;
  await context.warehouse.transaction('test.write', () => Promise.resolve());
  gate.open();
  expect((await facts).recommendations.size).toBe(1);
  expect(events).toEqual(['read-model.settle']);
});

it('the read model loads again on the writer if a commit came between its statements', async () => {
  const { gate, events, facts } = startLoad();
  await gate.reached;
  await insertExternalRecommendations(context.warehouse, [
    { account: 'B', csm: 'Ana', at: hoursAgo(1) },
  ]);
  gate.open();
  const { recommendations, accounts } = await facts;
  expect([...recommendations.values()].map(({ accountId }) => accountId).sort()).toEqual([
    'A',
    'B',
  ]);
  expect([...accounts.keys()].sort()).toEqual(['A', 'B']);
  expect(events).toContain('read-model.load');
});
