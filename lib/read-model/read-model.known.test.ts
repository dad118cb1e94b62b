import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '@/lib/policy/policy';
import { manualClock } from '@/test/support/manual-clock';
import { connectLikeSnowflake } from '@/test/support/other-server';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { hoursAgo, monday } from '@/test/support/test-context';
import { ReadModel } from './read-model';
import type { ReadModelEvent } from './read-model-options';

const context = seededTestContext({
  csms: [{ name: 'Ana' }],
  accounts: [{ id: 'A' }],
  recommendations: [{ account: 'A', csm: 'Ana', at: hoursAgo(2) }],
});

describe('what the read model knows', () => {
  it('on Snowflake is what it has in memory and how old that is, without a statement', async () => {
    const clock = manualClock();
    const server = connectLikeSnowflake(context.warehouse);
    const model = new ReadModel(server.warehouse, { clock });
    expect(await model.known(monday)).toBeNull();
    expect(server.takeStatements()).toEqual([]);

    await model.facts(defaultPolicy, monday);
    server.takeStatements();
    clock.advance(600_000);
    const known = await model.known(monday);
    expect(known?.ageMs).toBe(600_000);
    expect(known?.facts.recommendations.size).toBe(1);
    expect(server.takeStatements()).toEqual([]);
  });

  it('on the embedded warehouse is nothing until someone has viewed it, then what is current', async () => {
    const model = new ReadModel(context.warehouse);
    expect(await model.known(monday)).toBeNull();
    await model.facts(defaultPolicy, monday);
    model.invalidate();
    const known = await model.known(monday);
    expect(known?.ageMs).toBe(0);
    expect(known?.facts.recommendations.size).toBe(1);
  });
});

describe('an observer of the read model', () => {
  it('is told of each load and each check, also of one that fails', async () => {
    const events: ReadModelEvent[] = [];
    const server = connectLikeSnowflake(context.warehouse);
    const model = new ReadModel(server.warehouse, { observe: (event) => events.push(event) });
    server.beforeRead = ({ name }) => {
      if (name === 'read-model.company') throw new Error('Broken by the test');
    };
    await expect(model.facts(defaultPolicy, monday)).rejects.toThrow();
    server.beforeRead = () => {};
    await model.facts(defaultPolicy, monday);
    expect(events.map(({ kind, ok }) => [kind, ok])).toEqual([
      ['check', true],
      ['load', false],
      ['load', true],
    ]);
  });
});
