import type { Desk } from '@/lib/testing/desk';
import { hoursAgo } from '@/lib/testing/desk';
import { type ForeignRecommendation, recommendElsewhere } from '@/lib/testing/other-program';
import { newDecision } from '@/lib/warehouse/contract/rows.testing';
import { insertDecisions, type NewDecision } from '@/lib/warehouse/sql/decisions';
import { type Acceptance, getAcceptance } from './get-acceptance';
import type { AskedScope } from './scope';

export const usual: AskedScope = { period: { days: 30 }, zone: 'UTC' };
export const accepted = { accepted: true, given: 'Ana' } as const;
export const overridden = { given: 'Bo' } as const;

/** A decision on the recommendation of that number. */
export const on = (id: number, at: string | Date, said: Partial<NewDecision> = {}) => ({
  ...{ recommendationId: String(id), accountId: `A${id}`, at: new Date(at), ...said },
});

/** What the tests of acceptance do at a desk that is opened later. */
export function acceptanceAt(desk: () => Desk) {
  return {
    read: (asked: Partial<AskedScope> = {}): Promise<Acceptance> =>
      getAcceptance(desk().ctx, { ...usual, ...asked }),

    /** Recommendations to Ana an hour ago, numbered from 1; what matters to a test is said over it. */
    async recommended(...rows: readonly Partial<ForeignRecommendation>[]): Promise<void> {
      const plain = { csm: 'Ana', at: hoursAgo(1) };
      await recommendElsewhere(
        desk().warehouse,
        rows.map((row, n) => ({ ...plain, id: n + 1, account: `A${n + 1}`, ...row })),
      );
    },

    async decided(...decisions: readonly Partial<NewDecision>[]): Promise<void> {
      await desk().warehouse.transaction('test.decide', (session) =>
        session.write(insertDecisions(decisions.map(newDecision))),
      );
    },
  };
}
