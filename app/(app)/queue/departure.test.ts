import { describe, expect, it } from 'vitest';
import type { OutboxEntry } from '@/app/(app)/_outbox/entry';
import { departedRows, describeDeparture } from './departure';
import type { QueueRow, RecommendationDetailsJson } from './queue-row';

type Recommendation = RecommendationDetailsJson['recommendation'];

// Only what decides whether a row has left.
const rows = (...ids: readonly string[]) => ids.map((id) => ({ id }) as QueueRow);
const entry = (recommendationId: string) => ({ recommendationId }) as OutboxEntry;

const decided = (verb: string, csm: string | null) => ({
  id: 'd',
  verb,
  csm,
  byName: 'Ben Ito',
  at: '2026-03-02T09:00:00.000Z',
});

function describeOne(fields: Partial<Recommendation>): string | null {
  const recommendation = {
    accountId: 'A-1',
    accountName: 'Acme',
    recommendedCsm: 'Ana Diaz',
    state: 'pending',
    decision: null,
    snoozed: null,
    ...fields,
  } as Recommendation;
  return describeDeparture({ recommendation });
}

describe('a row that leaves the queue', () => {
  it('was removed by others unless this person decided it', () => {
    const own = { entries: [entry('2')], decidedIds: new Set(['3']) };
    expect(departedRows(rows('1', '2', '3', '4'), rows('1', '5'), own)).toEqual(['4']);
  });

  it('says who did what', () => {
    expect(describeOne({ state: 'accepted', decision: decided('accept', 'Ana Diaz') })).toBe(
      'Ben Ito accepted Acme → Ana Diaz',
    );
    expect(describeOne({ state: 'overridden', decision: decided('override', 'Cy') })).toBe(
      'Ben Ito overrode Acme → Cy',
    );
    expect(
      describeOne({ state: 'rejected', accountName: null, decision: decided('reject', null) }),
    ).toBe('Ben Ito rejected A-1');
    const snoozed = { until: null, byName: 'Ben Ito', at: '2026-03-02T09:00:00.000Z' };
    expect(describeOne({ snoozed })).toBe('Ben Ito snoozed Acme');
  });

  it('says so if no one decided it here, and nothing if it is only on another page', () => {
    expect(describeOne({ state: 'superseded' })).toBe('Acme was assigned or recommended again');
    expect(describeOne({ state: 'accepted' })).toBe('Acme was decided outside the app');
    expect(describeOne({})).toBeNull();
  });
});
